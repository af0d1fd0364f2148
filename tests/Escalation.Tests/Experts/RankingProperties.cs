using Escalation.Experts;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Experts;

/// <summary>What holds of every choice, whoever is there. A failure tells its seed and a small example.</summary>
public class RankingProperties
{
    const ulong Seed = 20261124, Gamma = 1;

    [Test]
    public void Exactly_those_are_candidates_who_may_be() => Holds((snapshot, ranking) =>
        Assert.That(ranking.Candidates.Select(c => c.Name), Is.EquivalentTo(RankingRules.Places(snapshot).Keys)));

    [Test]
    public void Of_any_two_the_one_goes_first_whom_the_first_rule_that_tells_them_apart_puts_first() => Holds((snapshot, ranking) =>
    {
        var places = RankingRules.Places(snapshot).ToDictionary(p => p.Key, p => Best(snapshot, p.Key, p.Value));
        var names = ranking.Candidates.Select(c => c.Name).ToList();
        foreach (var (before, after) in names.SelectMany((before, i) => names.Skip(i + 1).Select(after => (before, after))))
        {
            if (before != snapshot.Need.Suggested)
                Assert.That(RankingRules.FirstRule(places[before], places[after], snapshot.Need), Is.LessThan(0), $"{before} before {after}");
            Assert.That(after, Is.Not.EqualTo(snapshot.Need.Suggested));
        }
    });

    [Test]
    public void The_best_is_the_first() => Holds((_, ranking) => Assert.That(ranking.Best, Is.SameAs(ranking.Candidates.FirstOrDefault())));

    [Test]
    public void Nobody_stands_at_the_place_of_somebody_who_is_there() => Holds((snapshot, ranking) =>
    {
        foreach (var candidate in ranking.Candidates.Where(c => c.StandsIn))
            Assert.That(RankingRules.IsAway(candidate.Place.Person, snapshot.Need.At) && RankingRules.Places(snapshot)[candidate.Name].Contains(candidate.Place));
    });

    [Test]
    public void Who_knows_the_topic_is_a_candidate_or_is_told_why_not() => Holds((snapshot, ranking) =>
    {
        var told = ranking.Candidates.Where(c => !c.StandsIn).Select(c => c.Name).Concat(ranking.Excluded.Select(e => e.Name)).ToList();
        foreach (var expert in snapshot.Experts.Where(e => RankingRules.Level(e, snapshot.Need) is not null))
            Assert.That(told.Contains(expert.Name) || ranking.Candidates.Any(c => c.Name == expert.Name), expert.Name);
        Assert.That(ranking.Excluded.Select(e => e.Name), Is.Unique.And.All.Matches<string>(name => ranking.Candidates.All(c => c.Name != name)));
        Assert.That(ranking.Excluded.Select(e => e.Reason), Has.None.Empty);
    });

    [Test]
    public void The_order_in_which_people_are_listed_does_not_matter() => Holds((snapshot, ranking) =>
    {
        var turned = ChooseExpert.For(snapshot.Need, [.. snapshot.Experts.Reverse()]);
        Assert.That(turned.Candidates, Is.EqualTo(ranking.Candidates));
    });

    [Test]
    public void The_waiting_line_calls_for_exactly_those_who_could_be_chosen() => Holds((snapshot, ranking) =>
    {
        var (need, called) = (snapshot.Need with { Suggested = null }, new HashSet<string>());
        foreach (var of in snapshot.Experts)
        {
            var taker = RankingRules.IsAway(of.Person, need.At) ? snapshot.Experts.FirstOrDefault(e => e.Name == of.Person.SubstituteAt(need.At)) : of;
            if (taker is not null && taker.HasPlace && !RankingRules.IsAway(taker.Person, need.At) && ChooseExpert.Fits(taker.Person, of.Person, need))
                called.Add(taker.Name);
        }
        Assert.That(called, Is.EquivalentTo(ChooseExpert.For(need, snapshot.Experts).Candidates.Select(c => c.Name)));
    });

    static (ExpertLoad, ExpertLoad) Best(Snapshot snapshot, string name, List<ExpertLoad> places)
    {
        var taker = snapshot.Experts.Single(e => e.Name == name);
        places.Sort((one, other) => RankingRules.FirstRule((taker, one), (taker, other), snapshot.Need));
        return (taker, places.FirstOrDefault()!);
    }

    static void Holds(Action<Snapshot, Ranking> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(Seed, Gamma).WithQuietOnSuccess(true),
        Prop.ForAll(Snapshots.All, snapshot => property(snapshot, ChooseExpert.For(snapshot.Need, snapshot.Experts))));
}
