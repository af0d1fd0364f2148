using Escalation.Organization;
using Escalation.Sla;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Sla;

/// <summary>What holds of business time whatever the calendar, the zone and the instant. A failure tells its seed.</summary>
public class BusinessTimeProperties
{
    const ulong Seed = 20261123, Gamma = 1;

    static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Test]
    public void Calendars_of_these_tests_are_accepted_in_an_organization_file() => Holds(200, BusinessTimeInputs.Exact, input =>
    {
        var written = OrganizationWriter.Write(new OrganizationFile { Calendars = [input.Calendar] });
        Assert.That(OrganizationReader.Read(written, []).Faults, Is.Empty);
    });

    [Test]
    public void Adding_agrees_with_a_list_of_all_hours() => Holds(10_000, BusinessTimeInputs.Exact, input =>
    {
        DateTimeOffset? due = null;
        for (var days = 40; due is null; days *= 3)
            due = BusinessTimeOracles.Add(input.Start, input.Duration, BusinessTimeOracles.Listed(input.Calendar, input.Start, input.Start.AddDays(days)));
        Assert.That(BusinessTime.Of(input.Calendar).Add(input.Start, input.Duration), Is.EqualTo(due));
    });

    [Test]
    public void Spans_agree_with_a_list_of_all_hours() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var (time, end) = (BusinessTime.Of(input.Calendar), input.Start + input.Duration);
        var listed = BusinessTimeOracles.Listed(input.Calendar, input.Start, end);
        Assert.That(time.Spans(input.Start, end), Is.EqualTo(listed));
        Assert.That(time.Between(input.Start, end).Ticks, Is.EqualTo(listed.Sum(span => (span.To - span.From).Ticks)));
    });

    [Test]
    public void All_agrees_with_the_clock_on_the_wall_second_by_second() => Holds(200, BusinessTimeInputs.OnTheSecond, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        var end = input.Start.AddHours(15);
        var seconds = BusinessTimeOracles.Seconds(input.Calendar, input.Start, end);
        Assert.That(time.Between(input.Start, end), Is.EqualTo(TimeSpan.FromSeconds(seconds.Count)));
        if (seconds.Count == 0)
            return;
        var count = 1 + (int)(input.More.TotalSeconds % seconds.Count);
        Assert.That(time.Add(input.Start, TimeSpan.FromSeconds(count)), Is.EqualTo(seconds[count - 1].AddSeconds(1)));
        Assert.That(time.NextOpening(input.Start), Is.EqualTo(seconds[0]));
        var open = seconds.ToHashSet();
        foreach (var at in seconds.SelectMany(second => new[] { second.AddSeconds(-1), second, second.AddSeconds(1) }.Where(_ => second.Second == 0 || !open.Contains(second.AddSeconds(1)))))
            if (at >= input.Start && at < end)
                Assert.That(time.IsOpen(at), Is.EqualTo(open.Contains(at)), $"{at:O}");
    });

    [Test]
    public void The_time_until_it_is_due_is_what_was_added() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        Assert.That(time.Between(input.Start, time.Add(input.Start, input.Duration)), Is.EqualTo(input.Duration));
    });

    [Test]
    public void It_is_due_no_earlier_than_it_must_be() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        var due = time.Add(input.Start, input.Duration + Tick);
        Assert.That(time.IsOpen(due - Tick));
        Assert.That(time.Between(input.Start, due - Tick), Is.EqualTo(input.Duration));
    });

    [Test]
    public void Who_asks_later_or_for_more_is_due_no_earlier() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        var due = time.Add(input.Start, input.Duration);
        Assert.That(time.Add(input.Start + input.More, input.Duration), Is.GreaterThanOrEqualTo(due));
        Assert.That(time.Add(input.Start + Tick, input.Duration), Is.GreaterThanOrEqualTo(due));
        Assert.That(time.Add(input.Start, input.Duration + Tick), Is.GreaterThan(due));
        Assert.That(time.Add(input.Start, input.Duration + input.More), Is.GreaterThanOrEqualTo(due));
    });

    [Test]
    public void Adding_twice_is_adding_once() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        Assert.That(time.Add(time.Add(input.Start, input.Duration), input.More), Is.EqualTo(time.Add(input.Start, input.Duration + input.More)));
    });

    [Test]
    public void Spans_are_apart_in_order_and_sum_up_to_the_time_between() => Holds(2_000, BusinessTimeInputs.Exact, input =>
    {
        var time = BusinessTime.Of(input.Calendar);
        var end = input.Start + input.Duration + input.More;
        var sum = TimeSpan.Zero;
        var before = input.Start - Tick;
        foreach (var span in time.Spans(input.Start, end))
        {
            Assert.That(before < span.From && span.From < span.To && span.To <= end, $"{span} after {before:O}");
            Assert.That(time.IsOpen(span.From) && time.IsOpen(span.To - Tick) && (span.To == end || !time.IsOpen(span.To)), $"{span}");
            sum += span.To - span.From;
            before = span.To;
        }
        Assert.That(time.Between(input.Start, end), Is.EqualTo(sum));
    });

    static void Holds(int cases, Gen<BusinessTimeInput> inputs, Action<BusinessTimeInput> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma).WithQuietOnSuccess(true), Prop.ForAll(inputs.ToArbitrary(), property));
}
