using Escalation.Access;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Administration;

/// <summary>
/// Forgets what is older than its kind is kept (decision 0021), a few hundred rows a transaction, so that nobody who writes
/// waits for it. Rows that somebody else holds are left for the next time; replicas take different ones.
/// </summary>
public sealed class Retention(Database database, RetentionOptions options, CurrentOrganization organization, TimeProvider time, ILogger<Retention> log)
    : Periodic(TimeSpan.FromHours(1), time, log)
{
    const int Batch = 300;

    /// <summary>Each has some twenty rows, and words in the search.</summary>
    const int MostConversations = 25;

    /// <summary>For what they reply to, or for the post that was deleted before it came (decision 0020).</summary>
    static readonly TimeSpan PostsKept = TimeSpan.FromDays(30);

    /// <summary>Where one writes at a time, others wait as long as a transaction lasts: fewer are taken at once when it lasted longer.</summary>
    static readonly TimeSpan LongestTransaction = TimeSpan.FromMilliseconds(50);

    /// <summary>At least; and three times as long as a batch took, so that most of the time is others'.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly TimeProvider _time = time;
    readonly ILogger _log = log;
    int _conversations = 5;

    protected override Task DoAsync(CancellationToken cancellation) => RunOnceAsync(cancellation);

    /// <summary>Until nothing too old is left.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        foreach (var (kind, batch) in Kinds())
        {
            try
            {
                await AllAsync(batch, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                _log.LogWarning(e, "What is too old of {Kind} could not be removed; it is tried again in an hour", kind);
            }
        }
    }

    /// <returns>How many rows, or conversations, went; fewer than there is room for in a batch: no more are to go.</returns>
    internal IEnumerable<(string Kind, Func<CancellationToken, Task<bool>> Batch)> Kinds()
    {
        var now = _time.GetUtcNow();
        // None is asked for by its state: SQLite would then take an index by state, and sort all that ever had it.
        yield return ("inbox", ct => RemoveAsync<InboxEntry>($"SELECT * FROM inbox WHERE at < {(now - options.Inbox).UtcTicks} ORDER BY at LIMIT {Batch}", ct));
        yield return ("notices", ct => RemoveAsync<Notice>(
            $"SELECT * FROM notices WHERE at < {(now - options.Notices).UtcTicks} AND state NOT IN ({NoticeState.New}, {NoticeState.Waiting}) ORDER BY at LIMIT {Batch}", ct));
        yield return ("signed requests", ct => RemoveAsync<SignedRequest>($"SELECT * FROM signed_requests WHERE at <= {(now - TakeSignedOnce.Remembered).UtcTicks} ORDER BY at LIMIT {Batch}", ct));
        yield return ("answered commands", ct => RemoveAsync<AnsweredCommand>($"SELECT * FROM answered_commands WHERE at <= {(now - Commands.Remember).UtcTicks} ORDER BY at LIMIT {Batch}", ct));
        yield return ("posts without a conversation", ct => RemoveAsync<Post>(
            $"SELECT * FROM posts WHERE conversation_id = {Guid.Empty} AND received_at < {(now - PostsKept).UtcTicks} ORDER BY received_at LIMIT {Batch}", ct));
        if (options.Alerts is { } alerts)
            yield return ("alerts", ct => RemoveAsync<Alert>($"SELECT * FROM alerts WHERE acknowledged_at < {(now - alerts).UtcTicks} ORDER BY acknowledged_at LIMIT {Batch}", ct));
        if (options.Conversations is { } conversations)
            yield return ("conversations", ct => RemoveConversationsAsync(now - Longest(conversations), ct));
        if (options.Organizations is { } organizations)
            yield return ("organizations", ct => database.WriteAsync(db => OldOrganizations.RemoveAsync(db, now - organizations, ct), ct));
    }

    async Task AllAsync(Func<CancellationToken, Task<bool>> batch, CancellationToken cancellation)
    {
        for (var isMore = true; isMore;)
        {
            var start = _time.GetTimestamp();
            isMore = await batch(cancellation);
            var took = _time.GetElapsedTime(start);
            await Task.Delay(3 * took > Pause ? 3 * took : Pause, _time, cancellation);
        }
    }

    Task<bool> RemoveAsync<T>(FormattableString select, CancellationToken cancellation) where T : class => database.WriteAsync(async db =>
    {
        var rows = await db.Claim<T>(select).ToListAsync(cancellation);
        db.RemoveRange(rows);
        return rows.Count == Batch;
    }, cancellation);

    async Task<bool> RemoveConversationsAsync(DateTimeOffset closedBefore, CancellationToken cancellation)
    {
        var (start, most) = (_time.GetTimestamp(), _conversations);
        var removed = await database.WriteAsync(async db =>
        {
            start = _time.GetTimestamp();
            var old = await db.Claim<Conversation>(
                $"SELECT * FROM conversations WHERE closed_at < {closedBefore.UtcTicks} ORDER BY closed_at LIMIT {most}").ToListAsync(cancellation);
            await RemoveConversations.RemoveAsync(db, old.ConvertAll(c => c.Id), cancellation);
            return old.Count;
        }, cancellation);
        _conversations = _time.GetElapsedTime(start) > LongestTransaction ? Math.Max(1, most / 2) : Math.Min(MostConversations, most + 1);
        return removed == most;
    }

    /// <summary>Whoever may still come back to a conversation finds it.</summary>
    TimeSpan Longest(TimeSpan kept) => organization.Now.File.SlaPolicies.Select(policy => policy.ReopenWithin).Append(ReadSlaPolicy.DefaultReopenWithin).Append(kept).Max();
}
