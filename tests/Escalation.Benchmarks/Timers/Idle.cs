using Escalation.Storage;

namespace Escalation.Benchmarks.Timers;

/// <summary>What waiting costs: much is pending, nothing falls due.</summary>
static class Idle
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public static void Heading() => Report.Heading("Idle: much pending, nothing due",
        "storage", "pending", "% of a core: service + database + broker", "others used, cores");

    /// <returns>Prints the row.</returns>
    public static async Task<Action> MeasureAsync(Place place, StorageProvider storage, int pending, TimeSpan window)
    {
        await using var service = await place.StartAsync();
        await Clock.UntilAsync(Clock.Now + WarmUp);
        var cpu = CpuTime.Now(storage == StorageProvider.PostgreSql);
        await Clock.UntilAsync(Clock.Now + window);
        var used = CpuTime.Now(storage == StorageProvider.PostgreSql).Since(cpu);
        await service.StopAsync();
        return () => Report.Row(storage.ToString(), Report.Number(pending), used.Shares, used.OthersCores);
    }
}
