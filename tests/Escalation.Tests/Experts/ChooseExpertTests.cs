using Escalation.Experts;
using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Tests.Experts;

public class ChooseExpertTests
{
    static readonly DateTimeOffset Now = Some.Monday;

    static string? Choose(IReadOnlyCollection<ExpertLoad> experts, string? language = null, string topic = "billing", params string[] without) =>
        ChooseExpert.For(new ExpertNeed(topic, language, without, Now), experts).Best?.Name;

    static ExpertLoad Load(string name, string topics = "billing", int capacity = 10, int held = 0, int? lastAssigned = null, string languages = "", params Absence[] absences) =>
        new(Some.Person(name, topics, capacity, languages, [.. absences]), held, lastAssigned is { } at ? Now.AddMinutes(at) : null, BusinessTime.Always);

    static IEnumerable<TestCaseData> Rules()
    {
        TestCaseData Case(string rule, string? chosen, params ExpertLoad[] experts) => new TestCaseData(experts, chosen).SetArgDisplayNames(rule);

        yield return Case("nobody there: nobody", null);
        yield return Case("who knows the topic", "bob", Load("ann", "delivery"), Load("bob"));
        yield return Case("nobody knows it: nobody", null, Load("ann", "delivery"));
        yield return Case("the higher level first, however busy", "bob", Load("ann"), Load("bob", "billing:2", held: 9, lastAssigned: -1));
        yield return Case("the level in this topic, not in another", "ann", Load("ann", "billing:2"), Load("bob", "billing delivery:3"));
        yield return Case("then the smaller share of the capacity", "bob", Load("ann", capacity: 4, held: 2), Load("bob", capacity: 10, held: 4, lastAssigned: -1));
        yield return Case("the share, not the number", "bob", Load("ann", capacity: 2, held: 1), Load("bob", capacity: 10, held: 4));
        yield return Case("then who had none for the longest", "bob", Load("ann", lastAssigned: -1), Load("bob", lastAssigned: -2));
        yield return Case("who never had one before all", "bob", Load("ann", lastAssigned: -9999), Load("bob"));
        yield return Case("then the name, whatever the order of the file", "ann", Load("bob"), Load("ann"));
        yield return Case("a full expert is not asked", "bob", Load("ann", "billing:3", capacity: 1, held: 1), Load("bob"));
        yield return Case("one who holds more than the capacity allows now, neither", null, Load("ann", capacity: 1, held: 5));
        yield return Case("capacity 0 takes nothing", null, Load("ann", capacity: 0));
    }

    [TestCaseSource(nameof(Rules))]
    public void Chooses(ExpertLoad[] experts, string? chosen) => Assert.That(Choose(experts), Is.EqualTo(chosen));

    [TestCase(-60, 0, true, TestName = "Is_back_at_the_very_end_of_an_absence")]
    [TestCase(0, 60, false, TestName = "Is_away_from_the_very_start_of_an_absence")]
    [TestCase(-60, 1, false, TestName = "Is_away_one_second_before_its_end")]
    [TestCase(1, 60, true, TestName = "Is_there_one_second_before_its_start")]
    public void Absence(int from, int to, bool isThere)
    {
        var absence = new Absence(Now.AddSeconds(from), Now.AddSeconds(to), null);
        Assert.That(Choose([Load("ann", absences: absence)]), Is.EqualTo(isThere ? "ann" : null));
    }

    [TestCase("nl", "nl", true)]
    [TestCase("nl", "en nl", true)]
    [TestCase("nl-BE", "nl", true, Description = "the primary language counts")]
    [TestCase("nl", "nl-BE", true)]
    [TestCase("NL", "nl", true)]
    [TestCase("nl", "en", false)]
    [TestCase("nds", "nd", false)]
    [TestCase("nl", "", true, Description = "an expert without languages is asked in any")]
    [TestCase(null, "en", true, Description = "so is anybody where the question's language is not known")]
    public void Speaks_the_language_of_the_question(string? question, string expert, bool speaks) =>
        Assert.That(Choose([Load("ann", languages: expert)], question), Is.EqualTo(speaks ? "ann" : null));

    [Test]
    public void Who_held_it_before_is_left_out() =>
        Assert.That(Choose([Load("ann", "billing:3"), Load("bob")], without: "ann"), Is.EqualTo("bob"));

    [Test]
    public void Who_has_no_role_that_answers_is_not_asked_also_not_for_somebody_absent()
    {
        var ops = new ExpertLoad(Some.Person("ops", "billing:3", roles: [Role.Ops]), 0, null, BusinessTime.Always);
        Assert.That(Choose([ops, Load("bob")]), Is.EqualTo("bob"));
        var absent = Load("ann", absences: new Absence(Now, Now.AddDays(1), "ops"));
        var ranking = ChooseExpert.For(new ExpertNeed("billing", null, [], Now), [absent, ops]);
        Assert.That(ranking.Best, Is.Null);
        Assert.That(ranking.Excluded.Select(e => e.Reason), Does.Contain("has no role that answers questions"));
    }
}
