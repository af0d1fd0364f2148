namespace Escalation.Faults.Execution;

/// <summary>
/// Waits until the service is quiet and looks whether an invariant is broken. What is still to be done may look broken,
/// so it is looked at again until it holds or the time is up.
/// </summary>
sealed class Judge(Surroundings surroundings, Plan plan, string prefix, IReadOnlyList<Sent> sent, long deadlocksBefore)
{
    /// <summary>Longer than the service takes to pick up by itself what was left lying.</summary>
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(80);
    /// <summary>What nothing mends is looked at once more after messages that no row shows have had their time.</summary>
    static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    static readonly IReadOnlyList<ICheck> Checks =
    [
        new PostsAreStoredOnce(), new RepliesAreInTheirThread(), new EachHasANextStep(), new AnswersAppearOnce(), new CommandsAreDoneOnce(), new StatesAgreeWithHistory(),
        new DeadlinesAreJudgedOnce(), new AcceptancesAreJudged(), new PlacesAreKept(), new OnlyWhoMayActs(), new RevisionsAreKept(), new FailuresAreTold(),
    ];

    /// <summary>What held last of all.</summary>
    public string WaitedFor { get; private set; } = "nothing";

    /// <returns>What is broken; empty: nothing.</returns>
    public async Task<IReadOnlyList<string>> LookAsync()
    {
        var begun = TimeProvider.System.GetTimestamp();
        var still = begun;
        for (string? mark = null; ;)
        {
            var rows = await Snapshot.ReadAsync(surroundings.Rows, prefix);
            var isStill = rows.Mark == mark;
            if (!isStill)
                (mark, still) = (rows.Mark, TimeProvider.System.GetTimestamp());
            var (broken, mayHeal) = isStill ? Broken(rows) : ([], true);
            if (isStill && (broken.Count == 0 || TimeProvider.System.GetElapsedTime(mayHeal ? begun : still) > (mayHeal ? Bound : Calm)))
                return broken;
            WaitedFor = broken.Count > 0 ? broken[0] : WaitedFor;
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    (IReadOnlyList<string> Broken, bool MayHeal) Broken(Snapshot rows)
    {
        var facts = new Facts(plan, prefix, sent, rows, surroundings.Network.Taken, [.. surroundings.Network.Calls.Where(c => c.Post.StartsWith(prefix, StringComparison.Ordinal))], deadlocksBefore);
        var broken = Quiet.WhatIsNot(rows).Select(what => ($"Not quiet: {what}", MayHeal: true))
            .Concat(Checks.SelectMany(check => check.Violations(facts).Select(what => ($"{check.GetType().Name}: {what}", check.MayHeal)))).ToList();
        return ([.. broken.Select(b => b.Item1)], broken.Exists(b => b.MayHeal));
    }
}
