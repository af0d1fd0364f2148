using Escalation.Messaging;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Sla;

/// <summary>
/// Judges the deadlines that ran out: each by its own due time, however late the look. The judgement, its alert and the
/// message that tells of it are one commit; replicas take different rows.
/// </summary>
public sealed class JudgeDeadlines(Database database, TimeProvider time, ILogger<JudgeDeadlines> log) : NextDueSweeper(time, log)
{
    const int Batch = 500;

    readonly TimeProvider _time = time;

    protected override async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var isAnyDue = await database.ReadAsync(db => db.Deadlines.AnyAsync(d => d.State == DeadlineState.Running && d.DueAt < now, cancellation));
        return isAnyDue && await database.WriteAsync(db => JudgeAsync(db, now, cancellation), cancellation) == Batch;
    }

    protected override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        database.ReadAsync(db => db.Deadlines.Where(d => d.State == DeadlineState.Running).MinAsync(d => d.DueAt, cancellation));

    static async Task<int> JudgeAsync(EscalationDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var due = await db.Claim<Deadline>($"SELECT * FROM deadlines WHERE state = 'Running' AND due_at < {now.UtcTicks} ORDER BY due_at LIMIT {Batch}")
            .ToListAsync(cancellation);
        foreach (var deadline in due)
        {
            var conversation = await db.Conversations.FindAsync([deadline.ConversationId], cancellation)
                ?? throw new InvalidOperationException($"Deadline {deadline.Id} has no conversation.");
            var promises = await Promises.LoadAsync(db, conversation, cancellation);
            promises.Breach(deadline, now);
            db.Publish(new DeadlineReached(conversation.Id, deadline.Id, deadline.Target));
        }
        return due.Count;
    }
}
