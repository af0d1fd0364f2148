using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Escalation.Benchmarks.Selections;

/// <summary>Questions that get an expert at the same time, each in a transaction of its own, while those before are all still held.</summary>
static class AtOnce
{
    const int Experts = 50, Writers = 32;

    public static void Heading() => Report.Heading($"Assignments at once: {Experts} equal experts, {Writers} transactions at a time",
        "storage", "questions", "capacity of all", "assigned", "over capacity", "busiest - least busy", "questions a second", "CPU ms each: service + database + broker", "others used, cores");

    public static async Task MeasureAsync(StorageProvider provider, int questions, CancellationToken cancellation)
    {
        await MeasureAsync(provider, questions, questions / Experts * 2, cancellation);
        await MeasureAsync(provider, questions, questions / Experts / 2, cancellation);
    }

    static async Task MeasureAsync(StorageProvider provider, int questions, int capacity, CancellationToken cancellation)
    {
        await using var place = await EmptyDatabase.CreateAsync(provider);
        var organization = new CurrentOrganization();
        organization.Set(new Applied(1, Crowd.Equals(Experts, capacity)));
        var asked = Enumerable.Range(0, questions).Select(Question).ToList();
        foreach (var some in asked.Chunk(1000))
        {
            await place.Database.WriteAsync(db =>
            {
                db.AddRange(some.AsEnumerable<object>());
                return Task.CompletedTask;
            }, cancellation);
        }
        var cpu = CpuTime.Now(provider == StorageProvider.PostgreSql);
        await Parallel.ForEachAsync(asked.Select(q => q.Id), new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation }, async (id, stop) =>
            await place.Database.WriteAsync(async db =>
                await new AssignQuestion(db, organization, TimeProvider.System).RunAsync(await db.Conversations.SingleAsync(c => c.Id == id, stop), stop), stop));
        var used = CpuTime.Now(provider == StorageProvider.PostgreSql).Since(cpu);

        var held = await place.Database.ReadAsync(db => db.HeldAsync([.. organization.Now.File.People.Select(p => p.Name)], cancellation));
        Report.Row(provider.ToString(), Report.Number(questions), Report.Number(Experts * capacity), Report.Number(held.Values.Sum()), Report.Number(held.Values.Count(h => h > capacity)),
            Report.Number(held.Values.Max() - held.Values.Min()), Report.Number(questions / used.Took.TotalSeconds), used.Per(questions), used.OthersCores);
    }

    static Conversation Question(int i) => new()
    {
        Id = Ids.New(TimeProvider.System.GetUtcNow()), Channel = "site", Network = "webhook", Topic = "billing", Confidence = 0.9,
        AuthorId = $"author{i}", AuthorName = $"Author {i}", CreatedAt = TimeProvider.System.GetUtcNow(),
    };
}

/// <summary>A database of its own with its tables; messages go nowhere.</summary>
sealed class EmptyDatabase : IAsyncDisposable, IOutboxRelay
{
    readonly string _name = $"selection_{Guid.NewGuid():N}";
    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("escalation-");
    readonly StorageProvider _provider;

    EmptyDatabase(StorageProvider provider)
    {
        _provider = provider;
        var contexts = new StorageOptions { Provider = provider, ConnectionString = provider == StorageProvider.PostgreSql ? Connection(_name) : null }.Contexts(_data.FullName, TimeProvider.System);
        Database = new Database(contexts, new WriterGate(oneWriter: provider == StorageProvider.Sqlite), this, new CommitSignal());
    }

    public Database Database { get; }

    public static async Task<EmptyDatabase> CreateAsync(StorageProvider provider)
    {
        var place = new EmptyDatabase(provider);
        if (provider == StorageProvider.PostgreSql)
            await ExecuteAsync($"CREATE DATABASE {place._name}");
        await using var db = place.Database.Open();
        await db.Database.MigrateAsync();
        return place;
    }

    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
        if (_provider == StorageProvider.PostgreSql)
            await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    static string Connection(string database) => new NpgsqlConnectionStringBuilder(
        Environment.GetEnvironmentVariable("ESCALATION_TEST_POSTGRES") ?? throw new InvalidOperationException("ESCALATION_TEST_POSTGRES is not set: tests/servers start DIR, then . DIR/env"))
        { Database = database, MaxPoolSize = 40 }.ConnectionString;
}
