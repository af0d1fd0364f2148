using Escalation.Sla;
using Escalation.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Benchmarks.Timers;

/// <summary>What judging many in one transaction saves, in the same run on the same rows.</summary>
static class Batching
{
    const int OneByOne = 500, Batched = 2_000, WarmUp = 600;

    public static void Heading() => Report.Heading("Judging one by one and in batches",
        "storage", "one by one: ms each", "in batches: ms each", "ratio", "CPU ms each, one by one: service + database + broker", "CPU ms each, in batches");

    public static async Task MeasureAsync(Place place, StorageProvider storage)
    {
        var every = TimeSpan.FromMilliseconds(1);
        var (first, count) = (Clock.Now.AddMinutes(-1), WarmUp + OneByOne + Batched);
        await Lateness.AddAsync(place, Questions.Due(count, first, every, withSteps: false));
        await using var app = await place.CreateAsync();
        using var judge = ActivatorUtilities.CreateInstance<JudgeDeadlines>(app.Services);

        for (var i = 0; i < WarmUp / 2; i++)
            await JudgeAsync(through: i);
        await JudgeAsync(through: WarmUp - 1);
        var cpu = CpuTime.Now(storage == StorageProvider.PostgreSql);
        for (var i = WarmUp; i < WarmUp + OneByOne; i++)
            await JudgeAsync(through: i);
        var one = CpuTime.Now(storage == StorageProvider.PostgreSql).Since(cpu);
        cpu = CpuTime.Now(storage == StorageProvider.PostgreSql);
        await JudgeAsync(through: count - 1);
        var many = CpuTime.Now(storage == StorageProvider.PostgreSql).Since(cpu);

        var (oneTook, manyTook) = (one.Took / OneByOne, many.Took / Batched);
        Report.Row(storage.ToString(), Report.Number(oneTook.TotalMilliseconds, "0.00"), Report.Number(manyTook.TotalMilliseconds, "0.00"), Report.Number(oneTook / manyTook, "0.0"),
            one.Per(OneByOne), many.Per(Batched));

        async Task JudgeAsync(int through)
        {
            while (await judge.SweepAsync(first + (every * through), CancellationToken.None))
            {
            }
        }
    }
}
