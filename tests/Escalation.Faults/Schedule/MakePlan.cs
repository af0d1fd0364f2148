using Escalation.Testing;

namespace Escalation.Faults.Schedule;

/// <summary>Makes a plan from a seed: some questions, each with a course of its own, and faults in between.</summary>
sealed class MakePlan
{
    readonly Random _random;
    readonly int _replicas;
    readonly TimeSpan _length;
    readonly List<Planned> _actions = [];
    readonly Dictionary<string, IReadOnlyList<Reaction>> _reactions = [];

    MakePlan(string setUp, int seed)
    {
        _random = new Random(seed);
        (_replicas, _length) = setUp == SetUp.Servers ? (3, TimeSpan.FromSeconds(3.5)) : (1, TimeSpan.FromSeconds(2.5));
    }

    /// <summary>Without any fault.</summary>
    public static Plan Calm(string setUp) => Of(setUp, seed: 0, isCalm: true);

    public static Plan Of(string setUp, int seed, bool isCalm = false)
    {
        var plan = new MakePlan(setUp, seed);
        var questions = new PlanQuestions(plan._random, plan._replicas, plan._length, plan._actions, plan._reactions);
        var count = setUp == SetUp.Servers ? 14 : 10;
        for (var n = 0; n < count; n++)
            questions.Add();
        if (plan._random.Next(3) == 0)
            plan.AddApplies();
        if (!isCalm)
            new PlanFaults(plan._random, plan._replicas, plan._length, plan._actions).Add(setUp, seed);
        return new Plan(setUp, seed, [.. plan._actions.OrderBy(action => action.At)], plan._reactions);
    }

    /// <summary>A change and, later, the way back.</summary>
    void AddApplies()
    {
        var variant = Organizations.Variants[_random.Next(1, Organizations.Variants.Count)];
        var at = _length * (_random.NextDouble() * 0.6);
        _actions.Add(new ApplyOrganization(at, variant, new Sending(_random.Next(_replicas))));
        if (_random.Next(3) > 0)
            _actions.Add(new ApplyOrganization(at + TimeSpan.FromSeconds(0.3 + _random.NextDouble()), Organizations.Variants[0], new Sending(_random.Next(_replicas))));
    }
}
