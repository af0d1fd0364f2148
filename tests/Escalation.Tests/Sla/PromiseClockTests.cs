using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;

namespace Escalation.Tests.Sla;

/// <summary>The pure clock where a scenario would be clumsy: deliveries out of order, deleted posts, ids of one instant. Times are minutes from the receipt.</summary>
public class PromiseClockTests
{
    static readonly SlaPolicy Policy = new("standard", null, null, PolicyConditions.Everything,
        new(null, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(600)), TimeSpan.FromDays(7), null, false);

    static DateTimeOffset At(double minutes) => Some.Monday.AddMinutes(minutes);
    static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:D12}");
    static AskerPost Post(double at, double? deleted = null, int id = 0) => new(Id(id), At(at), deleted is { } d ? At(d) : null);
    static GivenAnswer Answer(double submitted, double delivered, bool holding = false, int id = 1) => new(Id(id), At(submitted), At(delivered), holding);
    static Interruption Hold(double from, double? to = null) => new(InterruptionKind.Hold, At(from), to is { } end ? At(end) : null);
    static Interruption Closed(double from, double? to = null) => new(InterruptionKind.Closed, At(from), to is { } end ? At(end) : null);

    static Promise[] Clock(AskerPost[] posts, GivenAnswer[]? answers = null, Interruption[]? interruptions = null, Func<string, int, bool?>? wasBreached = null, SlaPolicy? policy = null) =>
        [.. PromiseClock.Of(new History(Some.Monday, posts, answers ?? [], interruptions ?? []), policy ?? Policy, BusinessTime.Always, wasBreached ?? ((_, _) => null))];

    static string Told(IEnumerable<Promise> promises, string target) => string.Join("; ", promises.Where(p => p.Run.Target == target).Select(p =>
        $"{p.Run.Cycle}: {(p.DueAt is { } due ? $"due {(due - Some.Monday).TotalMinutes}" : $"left {p.Remaining!.Value.TotalMinutes}")}"
        + (p.Run.SatisfiedAt is { } satisfied ? $", satisfied {(satisfied - Some.Monday).TotalMinutes}" : "") + (p.Run.CancelledAt is { } cancelled ? $", cancelled {(cancelled - Some.Monday).TotalMinutes}" : "")));

    [Test]
    public void Without_a_policy_nothing_is_promised() =>
        Assert.That(PromiseClock.Of(new History(Some.Monday, [Post(0)], [], []), null, BusinessTime.Always, (_, _) => null), Is.Empty);

    [Test]
    public void An_earlier_answer_that_is_confirmed_after_a_later_one_takes_nothing_back()
    {
        var clock = Clock([Post(0), Post(30)], [Answer(submitted: 10, delivered: 50), Answer(submitted: 35, delivered: 40, id: 2)]);
        Assert.That(Told(clock, Targets.FirstResponse), Is.EqualTo("1: due 60, satisfied 40"));
        Assert.That(Told(clock, Targets.NextResponse), Is.Empty, "both posts were covered at once");
        Assert.That(Told(clock, Targets.Resolution), Is.EqualTo("1: left 560"), "the asker's turn since minute 40");
    }

    [Test]
    public void Of_two_posts_between_submission_and_delivery_the_first_counts() =>
        Assert.That(Told(Clock([Post(0), Post(20), Post(25)], [Answer(10, 30)]), Targets.NextResponse), Is.EqualTo("1: due 110"));

    [Test]
    public void A_deleted_post_needs_no_answer() =>
        Assert.That(Told(Clock([Post(0), Post(20, deleted: 25)], [Answer(10, 30)]), Targets.NextResponse), Is.Empty);

    [TestCase(3, "1: due 100, satisfied 15", TestName = "At_one_instant_a_post_before_the_submission_is_covered")]
    [TestCase(5, "1: due 100", TestName = "At_one_instant_a_post_after_the_submission_is_not_covered")]
    public void At_one_instant_the_ids_decide(int post, string next)
    {
        var clock = Clock([Post(0), Post(10, id: post)], [Answer(5, 5), Answer(10, 15, id: 4)]);
        Assert.That(Told(clock, Targets.NextResponse), Is.EqualTo(next));
    }

    [Test]
    public void A_holding_reply_covers_nothing() =>
        Assert.That(Told(Clock([Post(0), Post(20)], [Answer(5, 5), Answer(30, 30, holding: true, id: 2)]), Targets.NextResponse), Is.EqualTo("1: due 110"));

    [Test]
    public void What_is_satisfied_while_it_stands_still_is_in_time_however_late_it_is_looked_at()
    {
        var resolution = Clock([Post(0)], interruptions: [Hold(100, 9000), Closed(9000)]).Single(p => p.Run.Target == Targets.Resolution);
        Assert.That(Told([resolution], Targets.Resolution), Is.EqualTo("1: due 9500, satisfied 9000"), "the closing ends the hold");
        Assert.That(resolution.IsBreachedBy(At(100_000)), Is.False);
    }

    [Test]
    public void Kept_at_the_due_instant_and_broken_a_tick_later()
    {
        var promise = Clock([Post(0)]).First(p => p.Run.Target == Targets.FirstResponse);
        Assert.That(promise.IsBreachedBy(At(60)), Is.False);
        Assert.That(promise.IsBreachedBy(At(60).AddTicks(1)));
    }

    [Test]
    public void Pauses_that_meet_or_overlap_are_one() =>
        Assert.That(Told(Clock([Post(0), Post(130)], [Answer(50, 50)], [Hold(40, 100), Hold(100, 120)]), Targets.Resolution), Is.EqualTo("1: due 690"), "stood still from 40 to 130");

    [Test]
    public void What_was_broken_is_answered_late_even_after_a_reopening()
    {
        var clock = Clock([Post(0), Post(300)], [Answer(310, 320)], [Closed(200, 300)], (target, cycle) => target == Targets.FirstResponse && cycle == 1 ? true : null);
        Assert.That(Told(clock, Targets.FirstResponse), Is.EqualTo("1: due 60, satisfied 320, cancelled 200"));
    }

    [Test]
    public void An_answer_that_is_confirmed_while_it_is_closed_leaves_no_first_response_to_come() =>
        Assert.That(Told(Clock([Post(0), Post(90)], [Answer(20, 40)], [Closed(30, 90)]), Targets.FirstResponse), Is.EqualTo("1: due 60, cancelled 30"));

    [Test]
    public void What_was_kept_goes_on_after_a_reopening_though_less_is_promised_now()
    {
        var shorter = Policy with { Targets = Policy.Targets with { Resolution = TimeSpan.FromMinutes(60) } };
        var clock = Clock([Post(0), Post(160)], interruptions: [Closed(65, 160)], policy: shorter, wasBreached: (target, cycle) => target == Targets.Resolution && cycle == 1 ? false : null);
        Assert.That(Told(clock, Targets.Resolution), Is.EqualTo("1: due 60, satisfied 65; 2: due 160"), "judged when more was promised");
    }

    [Test]
    public void The_explanation_is_the_time_that_was_counted()
    {
        var resolution = Clock([Post(0)], interruptions: [Hold(100, 200)]).Single(p => p.Run.Target == Targets.Resolution);
        Assert.That(resolution.Run.Explain(BusinessTime.Always, resolution.DueAt!.Value), Is.EqualTo(new[] { new OpenSpan(At(0), At(100)), new OpenSpan(At(200), At(700)) }));
    }
}
