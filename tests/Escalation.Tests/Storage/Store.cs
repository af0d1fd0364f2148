using System.Collections.Concurrent;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Topics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Storage;

/// <summary>A database with its tables, and what operations need around it. What they publish goes nowhere and is remembered.</summary>
sealed class Store : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("escalation-");

    Store(StorageOptions options)
    {
        Contexts = options.Contexts(_folder.FullName, Clock);
        Relay = new RecordingRelay(Contexts);
        Database = new Database(Contexts, new WriterGate(oneWriter: options.Provider == StorageProvider.Sqlite), Relay, Signal);
    }

    public FakeClock Clock { get; } = new(Some.Monday);
    public CurrentOrganization Organization { get; } = new();
    public CommitSignal Signal { get; } = new();
    public Func<EscalationDb> Contexts { get; }
    public RecordingRelay Relay { get; }
    public Database Database { get; }

    public static async Task<Store> NewAsync(StorageOptions options)
    {
        var store = new Store(options);
        await using var db = store.Contexts();
        await db.Database.MigrateAsync();
        return store;
    }

    /// <summary>On SQLite, for tests of what stands on the store. The tables are made once and copied.</summary>
    public static async Task<Store> NewAsync()
    {
        var store = new Store(new StorageOptions());
        await System.IO.File.WriteAllBytesAsync(store.File, await Empty.Value);
        return store;
    }

    static readonly Lazy<Task<byte[]>> Empty = new(async () =>
    {
        await using var store = await NewAsync(new StorageOptions());
        await using (var db = store.Contexts())
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        return await System.IO.File.ReadAllBytesAsync(store.File);
    });

    string File => Path.Combine(_folder.FullName, "escalation.db");

    /// <summary>What knows keywords and has not learned anything.</summary>
    public ITopicClassifier Topics() => new TopicClassifier(new LearnedTopics(Database, Organization, new TopicOptions()), new TopicOptions());

    public Task AddAsync(params object[] rows) => Database.WriteAsync(db =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    });

    public Task<List<T>> AllAsync<T>() where T : class => Database.ReadAsync(db => db.Set<T>().ToListAsync());

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Takes messages where the relay would, and looks at that moment which of them others already find in the outbox.</summary>
sealed class RecordingRelay(Func<EscalationDb> contexts) : IOutboxRelay
{
    readonly ConcurrentQueue<object> _messages = [];
    int _tooEarly;

    public IReadOnlyCollection<object> Messages => _messages;

    /// <summary>How many were handed over before their commit.</summary>
    public int TooEarly => _tooEarly;

    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        if (committed.Count == 0)
            return;
        using var db = contexts();
        var ids = committed.Select(m => m.Id).ToList();
        Interlocked.Add(ref _tooEarly, committed.Count - db.Outbox.Count(m => ids.Contains(m.Id)));
        foreach (var message in committed)
            _messages.Enqueue(message.Read());
    }
}
