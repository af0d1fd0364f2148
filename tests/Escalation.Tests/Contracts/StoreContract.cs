using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Escalation.Tests.Contracts;

/// <summary>What the program relies on in a database. A derived class for each that it can be run with.</summary>
public abstract partial class StoreContract
{
    Store _store = null!;

    protected Database Database => _store.Database;

    protected abstract Task<StorageOptions> CreateAsync();
    protected virtual Task DropAsync() => Task.CompletedTask;

    /// <summary>Names of the indexes that have a condition.</summary>
    protected abstract string PartialIndexes { get; }

    /// <summary>Whether replicas write at the same time; otherwise one writer is the rule.</summary>
    protected abstract bool HasManyWriters { get; }

    [OneTimeSetUp]
    public async Task PrepareAsync() => _store = await Store.NewAsync(await CreateAsync());

    [OneTimeTearDown]
    public async Task CleanUpAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        await DropAsync();
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        await _store.AddAsync(Some.Conversation(channel: "migrated"));
        await using (var db = Database.Open())
        {
            Assert.That(await db.Database.GetPendingMigrationsAsync(), Is.Empty);
            await db.Database.MigrateAsync();
        }
        Assert.That(await Database.ReadAsync(db => db.Conversations.CountAsync(c => c.Channel == "migrated")), Is.EqualTo(1));
    }

    [Test]
    public void The_migrations_make_the_tables_of_the_model()
    {
        using var db = Database.Open();
        Assert.That(db.Database.HasPendingModelChanges(), Is.False, "a table was changed without a migration");
    }

    [Test]
    public async Task Indexes_of_what_is_open_leave_out_what_is_over()
    {
        await using var db = Database.Open();
        var wanted = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(table => table.GetIndexes()).Where(index => index.GetFilter() is not null);
        var names = wanted.Select(index => index.GetDatabaseName()).ToList();
        Assert.That(names, Does.Contain("ix_deadlines_due_at"));
        Assert.That(await db.Database.SqlQueryRaw<string>(PartialIndexes).ToListAsync(), Is.EquivalentTo(names));
    }
}

public sealed class StoreOnSqlite : StoreContract
{
    protected override string PartialIndexes => "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'";
    protected override bool HasManyWriters => false;
    protected override Task<StorageOptions> CreateAsync() => Task.FromResult(new StorageOptions());
}

public sealed class StoreOnPostgreSql : StoreContract
{
    readonly string _name = $"store_{Guid.NewGuid():N}";

    protected override string PartialIndexes => "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %'";
    protected override bool HasManyWriters => true;

    protected override async Task<StorageOptions> CreateAsync()
    {
        await PostgreSql.CreateAsync(_name);
        return new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(_name) };
    }

    protected override Task DropAsync() => PostgreSql.DropAsync(_name);

    [Test]
    public async Task A_change_that_met_another_is_done_anew_on_what_that_one_left()
    {
        var id = await NewConversationAsync();
        var seen = new List<string>();
        await Database.WriteAsync(async db =>
        {
            var conversation = await db.Conversations.SingleAsync(c => c.Id == id);
            seen.Add(conversation.Priority);
            if (seen.Count == 1)
                await ChangeAsync(id, other => other.Priority = "high");
            conversation.Priority += "+";
        });
        Assert.That(seen, Is.EqualTo(new[] { "normal", "high" }));
        Assert.That((await ReadAsync(id)).Priority, Is.EqualTo("high+"));
    }
}
