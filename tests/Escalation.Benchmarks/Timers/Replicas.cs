using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Benchmarks.Timers;

/// <summary>Two services on one database: each deadline is judged, and each step acts, exactly once.</summary>
static class Replicas
{
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(25), Patience = TimeSpan.FromMinutes(2);

    public static void Heading() => Report.Heading("Two replicas in one process, on one database: all due within one second",
        "storage", "due", "judged by the first + the second", "all judged after s", "`deadlineBreached` entries, of deadlines", "`escalated` entries, of conversations");

    public static async Task MeasureAsync(Place place, StorageProvider storage, int count)
    {
        var first = Clock.Now + Lead;
        using var commits = Commits.Listen();
        await Lateness.AddAsync(place, Questions.Due(count, first, TimeSpan.FromSeconds(1) / count, withSteps: true));
        await using var one = await place.StartAsync(replica: 1);
        await using var two = await place.StartAsync(replica: 2);
        await Clock.UntilAsync(() => commits.JudgedCount >= count && commits.FiredCount >= count, Lead + Patience);
        // A second judgement would come now.
        await Clock.UntilAsync(Clock.Now.AddSeconds(5));
        await using var db = one.Services.GetRequiredService<Database>().Open();
        var (breached, deadlines) = (await db.Timeline.CountAsync(e => e.Event == "deadlineBreached" && e.At >= first), await db.Deadlines.CountAsync(d => d.State == DeadlineState.Breached && d.DueAt >= first));
        var escalated = db.Timeline.Where(e => e.Event == "escalated" && e.At >= first);
        var (steps, conversations) = (await escalated.CountAsync(), await escalated.Select(e => e.ConversationId).Distinct().CountAsync());
        await Task.WhenAll(one.StopAsync(), two.StopAsync());

        Report.Row(storage.ToString(), Report.Number(count), $"{Report.Number(commits.Judged.Count(s => s.Replica == 1))} + {Report.Number(commits.Judged.Count(s => s.Replica == 2))}",
            Report.Number((commits.Judged.Max(s => s.CommittedAt) - first).TotalSeconds, "0.0"), $"{Report.Number(breached)} of {Report.Number(deadlines)}", $"{Report.Number(steps)} of {Report.Number(conversations)}");
    }
}
