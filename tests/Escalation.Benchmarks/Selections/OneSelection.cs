using Escalation.Experts;

namespace Escalation.Benchmarks.Selections;

static class OneSelection
{
    const int Rounds = 60, PerRound = 100;

    public static void Measure(int count)
    {
        var experts = Crowd.Of(count);
        var need = new ExpertNeed("billing", "nl", ["expert3", "expert7"], Crowd.Now) { AnsweredBefore = "expert5", DueAt = Crowd.Now.AddHours(2) };
        // Already chosen by, so that it is compared and nothing else.
        var keys = experts.Select(e => (e.Person.Topics[1].Level, -e.Share)).ToArray();
        var few = Enumerable.Range(0, 10).Select(i => new ExpertNeed("billing", "nl", [], Crowd.Now.AddMinutes(i)) { DueAt = Crowd.Now.AddHours(2) }).ToArray();

        Report.Heading($"One choice among {Report.Number(count)} experts", "what", "µs, median", "µs, 95th of 100", "KiB allocated", "times the scan");
        var scan = Of(_ => Max(keys), out _);
        Row("scan of a ready list for its maximum", scan, 0, scan);
        Row("the best, and why", Of(i => ChooseExpert.For(few[i % few.Length], experts).Best!.Reason.Length, out var best), best, scan);
        Row("all in order, and why not the others", Of(_ => All(ChooseExpert.For(need, experts)), out var all), all, scan);
    }

    static int Max((int, double)[] keys)
    {
        var best = 0;
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i].CompareTo(keys[best]) > 0)
                best = i;
        }
        return best;
    }

    static int All(Ranking ranking) => ranking.Candidates.Sum(c => c.Reason.Length) + ranking.Excluded.Sum(e => e.Reason.Length);

    static double[] Of(Func<int, int> work, out double allocated)
    {
        var kept = 0;
        for (var i = 0; i < 2_000; i++)
            kept += work(i);
        var rounds = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < PerRound; i++)
                kept += work(i);
            rounds[round] = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / PerRound;
        }
        allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0 / (Rounds * PerRound);
        GC.KeepAlive(kept);
        Array.Sort(rounds);
        return rounds;
    }

    static void Row(string what, double[] rounds, double allocated, double[] scan) => Report.Row(
        what, Report.Number(Median(rounds), "0.0"), Report.Number(rounds[Rounds * 95 / 100], "0.0"), Report.Number(allocated, "0"), Report.Number(Median(rounds) / Median(scan), "0"));

    static double Median(double[] rounds) => rounds[Rounds / 2];
}
