using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Organization;

/// <summary>
/// Brings open conversations to the organization in force, a few in each transaction, so that nobody has to wait for all of
/// them (decision 0016): topics under their new names, work of who is gone to others, deadlines to where they now are.
/// </summary>
public sealed class CatchUpConversations(
    Database database, CurrentOrganization organization, CommitSignal commits, TimeProvider time, ILogger<CatchUpConversations> log) : NextDueSweeper(time, log)
{
    const int Batch = 50;

    /// <summary>Another replica that has not heard of the organization yet may still leave some behind.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    static readonly TimeSpan Briefly = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(20);

    readonly TimeProvider _time = time;
    int? _version;
    DateTimeOffset _next;

    protected override Task Woken => commits.Next;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        Task.FromResult<DateTimeOffset?>(_version == organization.Now.Version ? _next : DateTimeOffset.MinValue);

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var (applied, now) = (organization.Now, _time.GetUtcNow());
        if (await database.WriteAsync(db => SomeAsync(db, applied, now, cancellation), cancellation))
            return true;
        if (_version != applied.Version && await database.WriteAsync(db => RelabelTopics.InHistoryAsync(db, applied.File, cancellation), cancellation))
            return true;
        (_version, _next) = (applied.Version, now + Interval);
        return false;
    }

    /// <summary>All of them before it returns, in many transactions: where no service runs that would do it by itself.</summary>
    public static async Task AllAsync(Database database, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        while (await StepAsync(database, applied, now, cancellation))
        {
        }
    }

    /// <returns>Whether there may be more.</returns>
    static async Task<bool> StepAsync(Database database, Applied applied, DateTimeOffset now, CancellationToken cancellation) =>
        await database.WriteAsync(db => SomeAsync(db, applied, now, cancellation), cancellation)
        || await database.WriteAsync(db => RelabelTopics.InHistoryAsync(db, applied.File, cancellation), cancellation);

    /// <summary>
    /// As many as can be done within a second, so that whoever applied it mostly sees all of it done; the rest follows in the
    /// background, which also tells of failures.
    /// </summary>
    internal static async Task BrieflyAsync(Database database, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            while (TimeProvider.System.GetElapsedTime(started) < Briefly)
            {
                if (await StepAsync(database, applied, now, cancellation))
                    continue;
                if (!await database.ReadAsync(db => db.Conversations.FromSql(Behind(applied)).AnyAsync(cancellation)))
                    return;
                // The background has them and is about to commit.
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The organization is in force all the same: this was only to be done sooner.
        }
    }

    /// <summary>As the filter of its index says it: in other words SQLite would read all that ever was.</summary>
    internal static FormattableString Behind(Applied applied) => $"""
        SELECT * FROM conversations WHERE state <> 'Closed' AND state <> 'Received' AND organization_version < {applied.Version}
        ORDER BY organization_version, id LIMIT {Batch}
        """;

    /// <returns>Whether there may be more.</returns>
    static async Task<bool> SomeAsync(EscalationDb db, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        var behind = await db.Claim<Conversation>(Behind(applied)).ToListAsync(cancellation);
        // What another replica put in force a moment ago is not gone, but new.
        if (behind.Count == 0 || await db.Organizations.AnyAsync(o => o.Number > applied.Version, cancellation))
            return false;
        await BringUpToDateAsync(db, behind, applied, now, cancellation);
        return behind.Count == Batch;
    }

    /// <summary>Saves nothing itself: an application commits it, a dry run throws it away.</summary>
    internal static async Task BringUpToDateAsync(EscalationDb db, IReadOnlyList<Conversation> open, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        if (open.Count == 0)
            return;
        foreach (var conversation in open)
        {
            RelabelTopics.Of(conversation, applied.File);
            await RouteAnew.OfGoneAsync(db, conversation, applied, now, cancellation);
        }
        await KeepAllPromises.KeepAsync(db, open, applied, now, cancellation);
    }
}
