using Escalation.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Benchmarks.Timers;

/// <summary>How long after its due time a judgement is committed, while deadlines fall due at a steady rate.</summary>
static class Lateness
{
    // For starting, and for compiling what runs often, which a service that has been up for a minute has behind it.
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(12), WarmUp = TimeSpan.FromSeconds(8), Patience = TimeSpan.FromMinutes(1);

    public static void Heading() => Report.Heading("Lateness: commit of the judgement minus due time",
        "storage", "pending", "due a second", "judged", "p50 ms", "p99 ms", "max ms", "CPU ms a judgement: service + database + broker", "others used, cores");

    public static async Task MeasureAsync(Place place, StorageProvider storage, int pending, int rate, TimeSpan window)
    {
        var first = Clock.Now + Lead;
        var (begin, end) = (first + WarmUp, first + WarmUp + window);
        var count = (int)(rate * (end - first).TotalSeconds);
        using var commits = Commits.Listen();
        await AddAsync(place, Questions.Due(count, first, TimeSpan.FromSeconds(1) / rate, withSteps: false));
        await using var service = await place.StartAsync();

        await Clock.UntilAsync(begin);
        var (cpu, before) = (CpuTime.Now(storage == StorageProvider.PostgreSql), commits.JudgedCount);
        await Clock.UntilAsync(end);
        var (used, judged) = (CpuTime.Now(storage == StorageProvider.PostgreSql).Since(cpu), commits.JudgedCount - before);
        var all = await Clock.UntilAsync(() => commits.JudgedCount >= count, Patience);
        await service.StopAsync();

        var lateness = commits.Judged.Where(seen => seen.DueAt >= begin).Select(seen => seen.Lateness).Order().ToList();
        Report.Row(storage.ToString(), Report.Number(pending), rate.ToString(), $"{Report.Number(lateness.Count)}{(all ? "" : " (not all)")}",
            Report.Milliseconds(lateness[lateness.Count / 2]), Report.Milliseconds(lateness[lateness.Count * 99 / 100]), Report.Milliseconds(lateness[^1]), used.Per(judged), used.OthersCores);
    }

    public static async Task AddAsync(Place place, IEnumerable<Questions.Question> questions)
    {
        await using var app = await place.CreateAsync();
        await using var db = app.Services.GetRequiredService<Database>().Open();
        await BulkRows.AddAsync(db, questions);
    }
}
