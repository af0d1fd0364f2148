using Escalation.Storage;

namespace Escalation.Benchmarks.Timers;

/// <summary>Many promises end in one second, each with a step that tells ops: how soon all is judged and done, and in how few messages ops hear of it.</summary>
static class Burst
{
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromMinutes(2);

    public static void Heading() => Report.Heading("Burst: deadlines due within one second, a step `notify:ops` each",
        "storage", "pending", "due", "all judged after s", "all steps fired after s", "messages: after s (notices)", "CPU ms each: service + database + broker", "others used, cores");

    public static async Task MeasureAsync(Place place, StorageProvider storage, int pending, int count, AlertReceiver alerts)
    {
        var (first, earlier) = (Clock.Now + Lead, alerts.Messages.Count);
        using var commits = Commits.Listen();
        await Lateness.AddAsync(place, Questions.Due(count, first, TimeSpan.FromSeconds(1) / count, withSteps: true));
        await using var service = await place.StartAsync();
        await Clock.UntilAsync(first);
        var cpu = CpuTime.Now(storage == StorageProvider.PostgreSql);
        var done = await Clock.UntilAsync(() => commits.JudgedCount >= count && commits.FiredCount >= count, Patience);
        var used = CpuTime.Now(storage == StorageProvider.PostgreSql).Since(cpu);
        // A notice of the breach and one of the step.
        var told = await Clock.UntilAsync(() => alerts.Messages.Skip(earlier).Sum(m => m.Notices) >= 2 * count, Patience);
        await service.StopAsync();

        var messages = alerts.Messages.Skip(earlier).Select(m => $"{Seconds(m.At - first)} ({Report.Number(m.Notices)})");
        Report.Row(storage.ToString(), Report.Number(pending), Report.Number(count),
            After(commits.Judged), After(commits.Fired), string.Join(", ", messages) + (told ? "" : " (not all)"), used.Per(count), used.OthersCores);

        string After(IReadOnlyCollection<Commits.Seen> seen) => $"{Seconds(seen.Max(s => s.CommittedAt) - first)}{(done ? "" : $" ({seen.Count} only)")}";
    }

    static string Seconds(TimeSpan time) => Report.Number(time.TotalSeconds, "0.0");
}
