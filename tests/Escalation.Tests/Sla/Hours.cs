using System.Collections.Immutable;
using Escalation.Organization;
using NodaTime;
using NodaTime.Text;

namespace Escalation.Tests.Sla;

/// <summary>Calendars as a short text: <c>mon-fri 09:00-12:30 13:30-17:00; sat 22:00-06:00</c>, days of the week in order.</summary>
static class Hours
{
    public const string Office = "mon-fri 09:00-17:00";
    public const string AroundTheClock = "mon-sun 00:00-24:00";

    static readonly string[] Days = ["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static Calendar In(string zone, string week, params string[] closed) => new(
        "office",
        DateTimeZoneProviders.Tzdb[zone],
        week.Split("; ").Select(part => part.Split(' '))
            .SelectMany(part => DaysOf(part[0]).Select(day => (day, open: part[1..].Select(Open).ToImmutableArray())))
            .ToImmutableSortedDictionary(day => day.day, day => day.open),
        [.. closed.Select(date => LocalDatePattern.Iso.Parse(date).Value)]);

    public static string Write(Calendar calendar) =>
        $"{calendar.TimeZone.Id}; {string.Join("; ", calendar.Hours.Select(day => $"{Days[(int)day.Key]} {string.Join(' ', day.Value.Select(Write))}"))}; closed {string.Join(' ', calendar.Closed.Select(LocalDatePattern.Iso.Format))}";

    static string Write(OpenInterval open) => $"{Time.Format(open.From)}-{(open is { EndsNextDay: true, To.Hour: 0, To.Minute: 0 } ? "24:00" : Time.Format(open.To))}";

    static IEnumerable<IsoDayOfWeek> DaysOf(string text) =>
        text.Split('-').Select(day => Array.IndexOf(Days, day)).ToArray() is [var first, .. var more]
            ? Enumerable.Range(first, more.FirstOrDefault(first) - first + 1).Select(day => (IsoDayOfWeek)day)
            : [];

    static OpenInterval Open(string text)
    {
        var (from, to) = (Time.Parse(text[..5]).Value, Time.Parse(text[6..].Replace("24:00", "00:00")).Value);
        return new(from, to, to <= from);
    }
}
