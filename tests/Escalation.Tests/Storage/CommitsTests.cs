using System.Data.Common;
using Escalation.Experts;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Storage.PostgreSql;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Escalation.Tests.Storage;

/// <summary>Connections that break in the middle of a commit, on the real server.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class CommitsTests
{
    readonly string _name = $"test_{Guid.NewGuid():N}";
    readonly BreakingCommits _commits = new();
    Store _store = null!;
    Database _database = null!;
    int _done;

    [SetUp]
    public async Task StartAsync()
    {
        await PostgreSql.CreateAsync(_name);
        _store = await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(_name) });
        _database = new Database(_commits.In(_store.Contexts), new WriterGate(oneWriter: false), _store.Relay, _store.Signal);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is null)
            return;
        await _store.DisposeAsync();
        await PostgreSql.DropAsync(_name);
    }

    [Test]
    public async Task One_whose_confirmation_is_lost_is_not_done_again()
    {
        _commits.LoseConfirmations = 1;
        await DeclineAsync();
        Assert.That(await _store.AllAsync<Decline>(), Has.Count.EqualTo(1));
        Assert.That((_done, _store.Relay.Messages.Count), Is.EqualTo((1, 1)), "it counts as committed: its messages go out");
    }

    [Test]
    public async Task One_that_did_not_take_place_is_done_again()
    {
        _commits.Refuse = 2;
        await DeclineAsync();
        Assert.That(await _store.AllAsync<Decline>(), Has.Count.EqualTo(1));
        Assert.That(_done, Is.EqualTo(3));
    }

    [Test]
    public async Task What_was_only_read_needs_no_proof()
    {
        _commits.LoseConfirmations = 1;
        Assert.That(await _database.WriteAsync(db => db.Conversations.CountAsync()), Is.Zero);
    }

    Task DeclineAsync() => _database.WriteAsync(db =>
    {
        _done++;
        db.Declines.Add(new Decline { Expert = "ann", At = Some.Monday });
        db.Publish(new Escalation.Messaging.ExpertsFreed());
        return Task.CompletedTask;
    });

    sealed class BreakingCommits : DbTransactionInterceptor
    {
        int _lose, _refuse;

        public int LoseConfirmations { set => _lose = value; }
        public int Refuse { set => _refuse = value; }

        static NpgsqlException Broken => new("Exception while reading from stream", new IOException("Connection reset by peer"));

        public Func<EscalationDb> In(Func<EscalationDb> contexts) => () =>
        {
            using var like = contexts();
            var options = new DbContextOptionsBuilder<PostgreSqlEscalationDb>((DbContextOptions<PostgreSqlEscalationDb>)like.GetService<IDbContextOptions>());
            var db = new PostgreSqlEscalationDb(options.AddInterceptors(this).Options);
            db.StartOver(like.Time);
            return db;
        };

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _refuse) >= 0 ? throw Broken : ValueTask.FromResult(result);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _lose) >= 0 ? throw Broken : Task.CompletedTask;
    }
}
