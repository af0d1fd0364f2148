using Escalation.Experts;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Tests.Sla;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Experts;

public class CoverageTests
{
    /// <summary>A Monday, 09:00.</summary>
    static readonly DateTimeOffset Now = Some.Monday;

    static readonly Topic Billing = Some.Topic("billing");

    [TestCase("", "9-17", "17-21", "", TestName = "Hours_of_work")]
    [TestCase("10-12", "9-10 12-17", "10-12 17-21", "10-12", TestName = "An_absence")]
    [TestCase("10-12 11-13", "9-10 13-17", "10-13 17-21", "10-13", TestName = "Two_absences_that_overlap")]
    [TestCase("16-40", "9-16", "16-21", "16-17", TestName = "An_absence_over_night: who would not have worked is not missed")]
    [TestCase("17-33", "9-17", "17-21", "", TestName = "An_absence_outside_of_the_hours")]
    [TestCase("0-500", "", "9-21", "9-17", TestName = "Away_all_the_time")]
    [TestCase("10-12 bob", "9-17", "17-21", "", TestName = "A_substitute")]
    [TestCase("16-40 bob", "9-21", "", "", TestName = "A_substitute_by_the_own_hours")]
    [TestCase("0-500 eve", "10-12", "9-10 12-21", "9-10 12-17", TestName = "A_substitute_who_works_less")]
    [TestCase("0-500 zed", "9-11", "11-21", "11-17", TestName = "A_substitute_who_goes_away")]
    public void Of(string absences, string hours, string uncovered, string gaps)
    {
        var coverage = Look(Absent("ann", absences));
        Assert.That(Write(coverage.Experts.Single().Hours), Is.EqualTo(hours));
        Assert.That(Write(coverage.Uncovered), Is.EqualTo(uncovered));
        Assert.That(Write(coverage.Gaps), Is.EqualTo(gaps));
    }

    [TestCase("", 0, 1)]
    [TestCase("", 10, 0, Description = "full")]
    [TestCase("9-10", 0, 0)]
    [TestCase("9-10 bob", 0, 1)]
    [TestCase("9-10 eve", 0, 0, Description = "not at work")]
    public void Reachable_now(string absences, int held, int reachable) =>
        Assert.That(Look(Absent("ann", absences), held).Reachable, Is.EqualTo(reachable));

    [Test]
    public void Who_is_there_for_two_counts_once() =>
        Assert.That(Look([Absent("ann", "9-10 bob"), Absent("cat", "9-10 bob"), Some.Person("bob")], 0).Reachable, Is.EqualTo(1));

    [Test]
    public void Of_each_what_is_known_of_absences()
    {
        var ann = Look(Absent("ann", "9-10 10-12 30-31 bob")).Experts.Single();
        Assert.That((ann.AbsentUntil, ann.NextAbsence, ann.Substitute), Is.EqualTo((Now.AddHours(3), Now.AddHours(1), (Person?)null)));
    }

    [TestCase("9-10 15-16 bob", null, Description = "away now, and nobody stands in")]
    [TestCase("11-12 15-16 bob", null, Description = "nobody at the next one")]
    [TestCase("11-12 bob 15-16 eve", "bob")]
    [TestCase("40-41 bob", null, Description = "not in the window")]
    public void The_substitute_is_that_of_the_absence_that_is_told(string absences, string? substitute) =>
        Assert.That(Look(Absent("ann", absences)).Experts.Single().Substitute?.Name, Is.EqualTo(substitute));

    [Test]
    public void Who_may_not_answer_covers_nothing()
    {
        var coverage = Look(Absent("ann", "9-10 bob") with { Roles = [Role.Ops] });
        Assert.That((coverage.Reachable, Write(coverage.Uncovered), coverage.Gaps.Count), Is.EqualTo((0, "9-21", 0)));
    }

    [Test]
    public void Nobody_knows_the_topic()
    {
        var coverage = Look([], 0);
        Assert.That((coverage.Reachable, Write(coverage.Uncovered), coverage.Gaps.Count), Is.EqualTo((0, "9-21", 0)));
    }

    [Test]
    public void At_any_instant_it_is_what_that_instant_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261124, 3).WithQuietOnSuccess(true),
        Prop.ForAll(Snapshots.All, snapshot =>
        {
            var names = snapshot.Experts.Select(e => e.Name).ToList();
            // In an organization a substitute is always one of its people.
            List<Person> people = [.. snapshot.Experts.Select(e => e.Person with { Absences = e.Person.Absences.RemoveAll(a => a.Substitute is not null && !names.Contains(a.Substitute)) })];
            var file = new OrganizationFile { Calendars = Snapshots.Calendars, Topics = [Billing], People = [.. people] };
            var window = new OpenSpan(Snapshots.Now.AddHours(-6), Snapshots.Now.AddHours(60));
            var coverage = new Coverage(file, new Dictionary<string, int>(), window).Of(Billing);
            for (var at = window.From; at < window.To; at = at.AddMinutes(30))
            {
                var reachable = coverage.Experts.Where(e => e.Hours.Any(h => h.From <= at && at < h.To)).Select(e => e.Person.Name).ToList();
                var experts = people.FindAll(p => p.Knows("billing"));
                Assert.That(reachable, Is.EqualTo(experts.Where(p => IsReachable(p, at)).Select(p => p.Name)), $"{at:O}");
                Assert.That(coverage.Uncovered.Any(h => h.From <= at && at < h.To), Is.EqualTo(reachable.Count == 0));
                Assert.That(coverage.Gaps.Any(h => h.From <= at && at < h.To), Is.EqualTo(reachable.Count == 0 && experts.Exists(p => p.Capacity > 0 && Answers(p) && Works(p, at))));
            }

            bool IsReachable(Person person, DateTimeOffset at) => Answers(person) && (!RankingRules.IsAway(person, at) ? person.Capacity > 0 && Works(person, at)
                : people.Find(p => p.Name == person.SubstituteAt(at)) is { Capacity: > 0 } substitute && Answers(substitute) && !RankingRules.IsAway(substitute, at) && Works(substitute, at));
        }));

    static bool Answers(Person person) => person.Roles.Contains(Role.Expert);

    static bool Works(Person person, DateTimeOffset at) => person.Calendar switch
    {
        "day" => at.Hour is >= 8 and < 19,
        "late" => at.Hour is >= 20 and < 23,
        "morning" => at.Hour is >= 6 and < 12,
        _ => true,
    };

    static TopicCoverage Look(Person ann, int held = 0) => Look([ann, Some.Person("bob"), Some.Person("eve") with { Calendar = "short" }, Absent("zed", "11-500", "sales")], held);

    static TopicCoverage Look(Person[] people, int held)
    {
        var office = Hours.In("UTC", Hours.Office);
        var file = new OrganizationFile { Calendars = [office, Hours.In("UTC", "mon-fri 10:00-12:00") with { Name = "short" }], Topics = [Billing], People = [.. people] };
        return new Coverage(file, new Dictionary<string, int> { ["ann"] = held }, new OpenSpan(Now, Now.AddHours(12))).Of(Billing);
    }

    /// <param name="absences">Hours of this Monday: <c>10-12 bob 30-31</c>.</param>
    static Person Absent(string name, string absences, string topics = "billing")
    {
        var list = new List<Absence>();
        foreach (var word in absences.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsDigit(word[0]))
                list.Add(new(At(word.Split('-')[0]), At(word.Split('-')[1]), null));
            else
                list[^1] = list[^1] with { Substitute = word };
        }
        return Some.Person(name, topics, absences: [.. list]) with { Calendar = "office" };

        DateTimeOffset At(string hour) => Now.AddHours(int.Parse(hour) - 9);
    }

    static string Write(IEnumerable<OpenSpan> spans) => string.Join(' ', spans.Select(s => $"{(s.From - Now).TotalHours + 9}-{(s.To - Now).TotalHours + 9}"));
}
