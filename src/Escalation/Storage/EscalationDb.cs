using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Escalation.Access;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Logging;

namespace Escalation.Storage;

/// <summary>
/// The tables, the same on every database. What databases do differently is told by the few abstract members;
/// a derived context for each has its migrations beside it. Instants and durations are stored as UTC ticks, exact everywhere.
/// </summary>
public abstract class EscalationDb(DbContextOptions options) : DbContext(options)
{
    readonly List<OutboxMessage> _outgoing = [];
    readonly List<Action> _whenCommitted = [];
    readonly HashSet<Guid> _locked = [];

    /// <summary>What of which conversations this transaction has read, and its own additions (<see cref="DeadlineRows"/>).</summary>
    internal Dictionary<Guid, List<Deadline>> DeadlinesRead { get; } = [];
    internal Dictionary<Guid, List<EscalationStep>> StepsRead { get; } = [];

    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<Post> Posts => Set<Post>();
    public DbSet<SearchText> SearchTexts => Set<SearchText>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<TimelineEntry> Timeline => Set<TimelineEntry>();
    public DbSet<Answer> Answers => Set<Answer>();
    public DbSet<AnswerPost> AnswerPosts => Set<AnswerPost>();
    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();
    public DbSet<Deadline> Deadlines => Set<Deadline>();
    public DbSet<EscalationStep> EscalationSteps => Set<EscalationStep>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<Outlet> Outlets => Set<Outlet>();
    public DbSet<ExpertTurn> ExpertTurns => Set<ExpertTurn>();
    public DbSet<Decline> Declines => Set<Decline>();
    public DbSet<TopicExample> TopicExamples => Set<TopicExample>();
    public DbSet<SignedRequest> SignedRequests => Set<SignedRequest>();
    public DbSet<ChannelCursor> ChannelCursors => Set<ChannelCursor>();
    public DbSet<OrganizationVersion> Organizations => Set<OrganizationVersion>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<AnsweredCommand> AnsweredCommands => Set<AnsweredCommand>();
    public DbSet<InboxEntry> Inbox => Set<InboxEntry>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<Heartbeat> Heartbeats => Set<Heartbeat>();

    /// <summary>Whether computed columns are stored; else they are computed when they are read or indexed.</summary>
    protected virtual bool StoresComputed => true;

    /// <summary>Which rows <c>s</c> of <c>search_texts</c> have all of the words: a condition with the parameter <c>{0}</c>, and its value.</summary>
    public abstract (string Condition, string Value) Matching(SearchWords words);

    /// <summary>Appended to a query that claims rows, so that replicas take different ones; empty where one writer is the rule.</summary>
    protected abstract string SkipLocked { get; }

    /// <summary>The rows of a plain SELECT, for this transaction alone until it ends.</summary>
    public IQueryable<T> Claim<T>(FormattableString select) where T : class =>
#pragma warning disable EF1002 // Only our own constant is appended; the values stay parameters.
        Set<T>().FromSqlRaw($"{select.Format} {SkipLocked}", select.GetArguments()!);
#pragma warning restore EF1002

    /// <summary>Those of the rows that no other transaction has taken, for this transaction alone until it ends. It never waits.</summary>
    public async Task<List<T>> ClaimAsync<T>(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) where T : class
    {
        if (ids.Count == 0)
            return [];
        var places = string.Join(", ", Enumerable.Range(0, ids.Count).Select(i => $"{{{i}}}"));
#pragma warning disable EF1002 // Only names of our own and places of parameters are put together.
        var rows = await Set<T>().FromSqlRaw($"SELECT * FROM {Model.FindEntityType(typeof(T))!.GetTableName()} WHERE id IN ({places}) {SkipLocked}", [.. ids.Cast<object>()])
            .ToListAsync(cancellation);
#pragma warning restore EF1002
        _locked.UnionWith(rows.Select(row => Entry(row).Property<Guid>("Id").CurrentValue));
        return rows;
    }

    /// <summary>Appended to a query that waits for rows which another transaction has taken; empty where one writer is the rule.</summary>
    protected abstract string ForUpdate { get; }

    /// <summary>The rows of a plain SELECT, for this transaction alone until it ends; waits for who has them now.</summary>
    public IQueryable<T> Take<T>(FormattableString select) where T : class =>
#pragma warning disable EF1002 // Only our own constant is appended; the values stay parameters.
        Set<T>().FromSqlRaw($"{select.Format} {ForUpdate}", select.GetArguments()!);
#pragma warning restore EF1002

    /// <summary>
    /// A row by its id, for this transaction alone until it ends; null: there is none. Whoever changes a conversation, or
    /// anything that belongs to one, takes the conversation first (decision 0016: the order of locks).
    /// </summary>
    public async Task<T?> LockAsync<T>(Guid id, CancellationToken cancellation) where T : class
    {
        if (Entry(id) is { State: EntityState.Added })
            _locked.Add(id);
        if (_locked.Contains(id))
            return await FindAsync<T>([id], cancellation);
        var table = Model.FindEntityType(typeof(T))!.GetTableName();
        var known = Entry(id);
#pragma warning disable EF1002 // Only names of our own are put together; the value stays a parameter.
        var row = (await Set<T>().FromSqlRaw($"SELECT * FROM {table} WHERE id = {{0}} {ForUpdate}", id).ToListAsync(cancellation)).SingleOrDefault();
#pragma warning restore EF1002
        // Read before it was taken, it may have changed since.
        if (row is not null && known is { State: EntityState.Unchanged })
            await known.ReloadAsync(cancellation);
        _locked.Add(id);
        return row;

        EntityEntry<T>? Entry(Guid id) => Set<T>().Local.FindEntry(id);
    }

    /// <summary>Rows by their ids, as <see cref="LockAsync"/>, in the order of their ids.</summary>
    /// <returns>False: this transaction had them all already.</returns>
    public async Task<bool> LockAllAsync<T>(IEnumerable<Guid> ids, CancellationToken cancellation) where T : class
    {
        var missing = ids.Where(id => !_locked.Contains(id)).Distinct().Order().ToList();
        foreach (var id in missing)
            await LockAsync<T>(id, cancellation);
        return missing.Count > 0;
    }

    /// <summary>
    /// Waits until no other transaction takes in one of these posts, or a reply to one, whether or not any of them is known
    /// yet. Before any row is locked (decision 0016).
    /// </summary>
    /// <param name="ids">The network's; those that are null are left out.</param>
    public Task LockPostsAsync(string channel, IEnumerable<string?> ids, CancellationToken cancellation) =>
        LockKeysAsync([.. ids.OfType<string>().Select(id => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}\n{id}")))).Distinct().Order()], cancellation);

    protected abstract Task LockKeysAsync(long[] ascending, CancellationToken cancellation);

    /// <summary>Waits until no other transaction is choosing an expert; held until this transaction ends, so that no capacity is given away twice.</summary>
    public abstract Task LockAssignmentsAsync(CancellationToken cancellation);

    /// <summary>An SQL expression: the lowest number of a transaction that may still bring rows into the timeline.</summary>
    protected abstract string OldestOpenTransaction { get; }

    /// <summary>Entries after a place, in the one order in which none appears later before one that was read.</summary>
    public IQueryable<TimelineEntry> TimelineAfter(TimelinePlace place, int most) =>
#pragma warning disable EF1002 // Only our own constant is put in; the values stay parameters.
        Timeline.FromSqlRaw($"""
            SELECT * FROM timeline WHERE "transaction" >= {"{0}"} AND ("transaction" > {"{0}"} OR id > {"{1}"}) AND "transaction" < {OldestOpenTransaction}
            ORDER BY "transaction", id LIMIT {"{2}"}
            """, place.Transaction, place.Id, most);
#pragma warning restore EF1002

    /// <summary>Behind everything that is there. What is written, or being written, from now on comes after it.</summary>
    public abstract Task<TimelinePlace> TimelineEndAsync(CancellationToken cancellation);

    /// <summary>After a restore from another server: numbers of transactions that are ahead of this server's would keep rows from their readers.</summary>
    public virtual Task RenumberTransactionsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The database's own clock; this process's where the database has none.</summary>
    public virtual Task<DateTimeOffset> ClockAsync(CancellationToken cancellation) => Task.FromResult(Time.GetUtcNow());

    public abstract bool IsDuplicateKey(DbUpdateException exception);

    /// <summary>Whether the database itself broke the transaction off (a deadlock, a serialisation failure), so that the same work may succeed when done again.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>If the exception says that the database cannot be used now (away, full, locked, read-only): a sentence that says so and what to do. Otherwise null.</summary>
    public abstract string? WhyUnavailable(Exception exception);

    /// <summary>A sentence if there is hardly any room left for the database, where that can be found out from here.</summary>
    public virtual string? WhyFull() => null;

    /// <summary>The exception and all that caused it.</summary>
    protected static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    /// <summary>By what the database knows the transaction under way; null: it wrote nothing, or the outcome of its commit is always known.</summary>
    public abstract Task<string?> TransactionIdAsync(CancellationToken cancellation);

    /// <summary>Whether a transaction was committed; null: it is still open, or was forgotten.</summary>
    public abstract Task<bool?> IsCommittedAsync(string transactionId, CancellationToken cancellation);

    /// <summary>Puts a message onto the bus if, and once, this transaction is committed.</summary>
    public void Publish(object message)
    {
        var at = Time.GetUtcNow();
        Outbox.Add(new OutboxMessage
        {
            Id = Ids.New(at),
            Type = MessageTypes.Name(message.GetType()),
            Body = JsonSerializer.Serialize(message, message.GetType()),
            At = at,
            Message = message,
        });
    }

    /// <summary>Set by <see cref="Contexts{T}"/>.</summary>
    public TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <summary>For a context that is used again, after EF Core has cleared its own part.</summary>
    public void StartOver(TimeProvider time)
    {
        Time = time;
        _outgoing.Clear();
        _whenCommitted.Clear();
        _locked.Clear();
        DeadlinesRead.Clear();
        StepsRead.Clear();
        // What fails is done anew in another transaction, never from the middle of this one.
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>The messages saved so far by this context, to be handed to the relay after the commit.</summary>
    public IReadOnlyList<OutboxMessage> Outgoing => _outgoing;

    /// <summary>For what is this process's own (a count, what it holds in memory): it happens once, if the transaction is committed, and not at all if the process dies meanwhile.</summary>
    public void WhenCommitted(Action then) => _whenCommitted.Add(then);

    /// <summary>The rows are written: one of these that fails takes nothing back and keeps none of the others.</summary>
    internal void Committed(ILogger log)
    {
        foreach (var then in _whenCommitted)
        {
            try
            {
                then();
            }
            catch (Exception e)
            {
                log.LogError(e, "What this process does after a commit failed; the commit stands and the rest goes on");
            }
        }
        _whenCommitted.Clear();
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Once, and not again by each of the two that follow.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await this.KeepSearchAsync(cancellationToken);
            foreach (var entry in ChangeTracker.Entries())
            {
                if (entry is { State: EntityState.Modified, Entity: IVersioned versioned })
                    entry.Property(nameof(IVersioned.Version)).CurrentValue = versioned.Version + 1;
                else if (entry is { State: EntityState.Added, Entity: OutboxMessage message })
                    _outgoing.Add(message);
            }
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) => conventions.StoreExactly();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ConfigureTables(StoresComputed);
        model.UseSnakeCase();
    }
}
