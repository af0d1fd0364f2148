using System.CommandLine;
using System.Globalization;
using Escalation.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Escalation.Benchmarks.Timers;

static class TimersCommand
{
    static readonly string[] Measures = ["idle", "lateness", "burst", "replicas", "batching"];

    public static Command Create()
    {
        var storage = Of<StorageProvider>("--storage", "Which databases.", StorageProvider.Sqlite, StorageProvider.PostgreSql);
        var pending = Of("--pending", "How many deadlines are pending, spread over four weeks.", 100_000, 1_000_000);
        var rates = Of("--rates", "How many fall due a second.", 20, 500);
        var seconds = new Option<int>("--seconds") { Description = "How long each rate is measured.", DefaultValueFactory = _ => 25 };
        var burst = new Option<int>("--burst") { Description = "How many fall due at once.", DefaultValueFactory = _ => 10_000 };
        var only = Of("--only", $"Of {string.Join(", ", Measures)}.", Measures);
        var command = new Command("timers", "Deadlines and ladders: lateness, bursts, idle cost, two replicas. PostgreSQL needs tests/servers start DIR and . DIR/env.") { storage, pending, rates, seconds, burst, only };
        command.SetAction(async (parsed, _) =>
        {
            await using var alerts = await AlertReceiver.StartAsync();
            var run = new Run(parsed.GetValue(storage)!, parsed.GetValue(pending)!, parsed.GetValue(rates)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(burst), alerts);
            Report.Conditions(await VersionsAsync(run.Storages));
            await run.DoAsync(parsed.GetValue(only)!);
        });
        return command;
    }

    static Option<T[]> Of<T>(string name, string description, params T[] all) => new(name) { Description = description, DefaultValueFactory = _ => all, AllowMultipleArgumentsPerToken = true };

    static async Task<string> VersionsAsync(StorageProvider[] storages)
    {
        await using var sqlite = new SqliteConnection("Data Source=:memory:");
        var text = $"SQLite {sqlite.ServerVersion} (`synchronous = FULL`), in-memory bus";
        if (!storages.Contains(StorageProvider.PostgreSql))
            return text;
        await using var postgres = new NpgsqlConnection(Environment.GetEnvironmentVariable("ESCALATION_TEST_POSTGRES"));
        await postgres.OpenAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{text}; PostgreSQL {postgres.PostgreSqlVersion} as `tests/servers` starts it (`fsync` on, 128 MB of buffers), RabbitMQ with quorum queues, on the same machine");
    }

    sealed record Run(StorageProvider[] Storages, int[] Pending, int[] Rates, TimeSpan Window, int Burst, AlertReceiver Alerts)
    {
        public async Task DoAsync(string[] only)
        {
            // Tables are printed whole, so the rows that share a filled database wait.
            if (only.Contains("idle") || only.Contains("lateness"))
                await WaitingAsync(only);
            if (only.Contains("burst"))
                await EachAsync(Timers.Burst.Heading, Storages, (place, storage) => Timers.Burst.MeasureAsync(place, storage, Pending[0], Burst, Alerts));
            if (only.Contains("replicas"))
                await EachAsync(Replicas.Heading, [.. Storages.Where(s => s == StorageProvider.PostgreSql)], (place, storage) => Replicas.MeasureAsync(place, storage, Burst));
            if (only.Contains("batching"))
                await EachAsync(Batching.Heading, Storages, Batching.MeasureAsync);
        }

        async Task WaitingAsync(string[] only)
        {
            var idle = new List<Action>();
            Lateness.Heading();
            foreach (var storage in Storages)
            {
                foreach (var pending in Pending)
                {
                    await using var place = await Place.FillAsync(storage, pending, Alerts.Url);
                    if (only.Contains("idle"))
                        idle.Add(await Idle.MeasureAsync(place, storage, pending, Window));
                    foreach (var rate in only.Contains("lateness") ? Rates : [])
                        await Lateness.MeasureAsync(place, storage, pending, rate, Window);
                }
            }
            Idle.Heading();
            idle.ForEach(row => row());
        }

        async Task EachAsync(Action heading, StorageProvider[] storages, Func<Place, StorageProvider, Task> measureAsync)
        {
            heading();
            foreach (var storage in storages)
            {
                await using var place = await Place.FillAsync(storage, Pending[0], Alerts.Url);
                await measureAsync(place, storage);
            }
        }
    }
}
