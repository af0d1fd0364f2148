using System.Globalization;
using Escalation.Sla;
using NodaTime;
using Calendar = Escalation.Organization.Calendar;

namespace Escalation.Tests.Sla;

/// <summary>Business time by the calendar on the wall. The numbers are the reports of those whom it hurt (the SLA rules, section 12).</summary>
public partial class BusinessTimeCases
{
    [TestCaseSource(nameof(Dues))]
    public void Is_due(Calendar? calendar, DateTimeOffset start, TimeSpan duration, DateTimeOffset due)
    {
        var result = BusinessTime.Of(calendar).Add(start, duration);
        Assert.That(Local(result, calendar), Is.EqualTo(Local(due, calendar)));
        Assert.That(result.Offset, Is.EqualTo(TimeSpan.Zero), "in UTC");
        if (due != DateTimeOffset.MaxValue)
            Assert.That(BusinessTime.Of(calendar).Between(start, due), Is.EqualTo(duration));
    }

    [TestCase("Zammad 3180: a midnight around the clock", Hours.AroundTheClock, "2026-11-27T23:00+01:00", "2026-11-28T01:00+01:00", "02:00", "2026-11-27T23:00+01:00 2026-11-28T01:00+01:00")]
    [TestCase("nothing when closed", Hours.Office, "2026-11-28T00:00+01:00", "2026-11-30T09:00+01:00", "00:00", "")]
    [TestCase("nothing backwards", Hours.Office, "2026-11-27T12:00+01:00", "2026-11-27T11:00+01:00", "00:00", "")]
    [TestCase("nothing from one instant to itself", Hours.Office, "2026-11-27T12:00+01:00", "2026-11-27T12:00+01:00", "00:00", "")]
    [TestCase("clipped at both ends", Hours.Office, "2026-11-27T12:00+01:00", "2026-11-30T09:00:00.0000001+01:00", "05:00:00.0000001", "2026-11-27T12:00+01:00 2026-11-27T17:00+01:00 2026-11-30T09:00+01:00 2026-11-30T09:00:00.0000001+01:00")]
    [TestCase("split days", "mon-sun 09:00-12:30 12:30-13:00 14:00-15:00", "2026-11-27T00:00+01:00", "2026-11-27T20:00+01:00", "05:00", "2026-11-27T09:00+01:00 2026-11-27T13:00+01:00 2026-11-27T14:00+01:00 2026-11-27T15:00+01:00")]
    [TestCase("two that the hour that comes twice makes overlap", "sun 01:00-02:15 02:45-04:00", "2026-10-25T00:00+02:00", "2026-10-25T12:00+01:00", "04:00", "2026-10-25T01:00+02:00 2026-10-25T04:00+01:00")]
    [TestCase("two that the gap makes meet", "sun 01:00-02:15 02:45-04:00", "2026-03-29T00:00+01:00", "2026-03-29T12:00+02:00", "02:00", "2026-03-29T01:00+01:00 2026-03-29T04:00+02:00")]
    public void Is_open_for(string what, string week, string from, string to, string time, string spans)
    {
        var office = BusinessTime.Of(Hours.In(Brussels, week));
        Assert.That(office.Between(At(from), At(to)), Is.EqualTo(TimeSpan.Parse(time, CultureInfo.InvariantCulture)), what);
        var expected = spans.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(At).Chunk(2).Select(span => new OpenSpan(span[0], span[1]));
        Assert.That(office.Spans(At(from), At(to)), Is.EqualTo(expected), what);
    }

    [TestCase("2026-11-27T08:59:59.9999999+01:00", false, "2026-11-27T09:00+01:00")]
    [TestCase("2026-11-27T09:00+01:00", true, "2026-11-27T09:00+01:00")]
    [TestCase("2026-11-27T16:59:59.9999999+01:00", true, "2026-11-27T16:59:59.9999999+01:00")]
    [TestCase("2026-11-27T17:00+01:00", false, "2026-11-30T09:00+01:00")]
    [TestCase("2026-12-24T17:00+01:00", false, "2026-12-28T09:00+01:00")]
    public void Opens(string at, bool isOpen, string opening)
    {
        var office = BusinessTime.Of(Hours.In(Brussels, Hours.Office, "2026-12-25"));
        Assert.That(office.IsOpen(At(at)), Is.EqualTo(isOpen));
        Assert.That(office.NextOpening(At(at)), Is.EqualTo(At(opening)));
    }

    [Test]
    public void Without_a_calendar_it_is_always_open()
    {
        var (from, to) = (Some.Monday, Some.Monday.AddYears(3));
        Assert.Multiple(() =>
        {
            Assert.That(BusinessTime.Of(null), Is.SameAs(BusinessTime.Always));
            Assert.That(BusinessTime.Always.Between(from, to), Is.EqualTo(to - from));
            Assert.That(BusinessTime.Always.Between(to, from), Is.EqualTo(TimeSpan.Zero));
            Assert.That(BusinessTime.Always.Spans(from, to), Is.EqualTo([new OpenSpan(from, to)]));
            Assert.That(BusinessTime.Always.IsOpen(DateTimeOffset.MaxValue));
            Assert.That(BusinessTime.Always.NextOpening(from), Is.EqualTo(from));
        });
    }

    [Test]
    public void Spans_are_listed_as_they_are_asked_for() =>
        Assert.That(BusinessTime.Of(Hours.In(Brussels, Hours.Office)).Spans(Some.Monday, DateTimeOffset.MaxValue).Take(2).Last().From, Is.EqualTo(At("2026-11-24T09:00+01:00")));

    [Test]
    public void The_whole_of_time_can_be_measured() =>
        Assert.That(BusinessTime.Of(Hours.In("UTC", "mon 00:00-24:00")).Between(At("9990-01-01T00:00Z"), DateTimeOffset.MaxValue).Days, Is.EqualTo(522));

    [Test]
    public void Closed_for_ten_years_opens_after_them()
    {
        var office = BusinessTime.Of(Hours.In(Brussels, Hours.Office, Closed(years: 10)));
        Assert.That(office.Add(Some.Monday, TimeSpan.FromHours(1)), Is.EqualTo(At("2036-01-01T10:00+01:00")));
        Assert.That(office.NextOpening(Some.Monday), Is.EqualTo(At("2036-01-01T09:00+01:00")));
    }

    [Test]
    public void Closed_for_longer_is_said_not_waited_for()
    {
        var office = BusinessTime.Of(Hours.In(Brussels, Hours.Office, Closed(years: 30)));
        Assert.That(() => office.Add(Some.Monday, TimeSpan.FromTicks(1)), Throws.InvalidOperationException.With.Message.EqualTo("Calendar 'office' does not open in the 20 years after 2026-11-23."));
        Assert.That(() => office.NextOpening(Some.Monday), Throws.InvalidOperationException);
        Assert.That(office.Add(Some.Monday, TimeSpan.Zero), Is.EqualTo(Some.Monday));
        Assert.That(office.Between(Some.Monday, Some.Monday.AddYears(29)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(office.IsOpen(Some.Monday), Is.False);
    }

    [Test]
    public void A_duration_is_not_negative() =>
        Assert.That(() => BusinessTime.Always.Add(Some.Monday, TimeSpan.FromTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    static string[] Closed(int years) =>
        [.. Enumerable.Range(0, years * 366).Select(day => new DateOnly(2026, 1, 1).AddDays(day)).Where(date => date.Year < 2026 + years).Select(date => date.ToString("O"))];

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>As on the wall there, so that a failure is read without sums.</summary>
    static string Local(DateTimeOffset at, Calendar? calendar) => at.Year is 1 or 9999
        ? at.ToString("O")
        : Instant.FromDateTimeOffset(at).InZone(calendar?.TimeZone ?? DateTimeZone.Utc).ToOffsetDateTime().ToString();
}
