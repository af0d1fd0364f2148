using Escalation.Connectors;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <param name="Channel">The answer's.</param>
public sealed record ClaimedAnswer(AnswerClaim Claim, string Channel);

/// <summary>Takes up answers that are due, for one process alone until their lease is up.</summary>
public sealed class ClaimAnswers(Database database, LeaseOptions leases, TimeProvider time)
{
    /// <summary>When the next one falls due that there would be room for; null: none waits.</summary>
    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> full, CancellationToken cancellation) =>
        database.ReadAsync(db => Queued(db, full).MinAsync(a => a.LeasedUntil > a.NextAttemptAt ? a.LeasedUntil : a.NextAttemptAt, cancellation));

    /// <summary>Those that have waited longest, as many as there is room for in all and for their channels.</summary>
    /// <param name="full">Channels of which none is to be taken.</param>
    public async Task<IReadOnlyList<ClaimedAnswer>> HandleAsync(CallsUnderWay calls, IReadOnlyCollection<string> full, CancellationToken cancellation)
    {
        var (now, most) = (time.GetUtcNow(), calls.Room);
        if (most == 0 || !await database.ReadAsync(db => Queued(db, full).AnyAsync(a => a.NextAttemptAt <= now && (a.LeasedUntil == null || a.LeasedUntil < now), cancellation)))
            return [];
        return await database.WriteAsync(async db =>
        {
            FormattableString due = $"""
                SELECT * FROM answers WHERE state = 'queued' AND next_attempt_at <= {now.UtcTicks} AND (leased_until IS NULL OR leased_until < {now.UtcTicks})
                AND channel NOT IN (SELECT channel FROM channel_cursors WHERE deliver_after > {now.UtcTicks}) /*EXCEPT*/
                ORDER BY next_attempt_at LIMIT {most}
                """;
            var rows = await db.Claim<Answer>(due.Except("channel", full)).ToListAsync(cancellation);
            return rows.GroupBy(answer => answer.Channel).SelectMany(group => group.Take(calls.RoomFor(group.Key))).Select(answer => Claim(answer, now)).ToList();
        }, cancellation);
    }

    /// <summary>One that is queued, due or not; null: somebody has it, or it is not queued any more.</summary>
    public Task<AnswerClaim?> OneAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var rows = await db.Claim<Answer>($"SELECT * FROM answers WHERE id = {id} AND state = 'queued' AND (leased_until IS NULL OR leased_until < {now.UtcTicks})").ToListAsync(cancellation);
        return rows.Count == 0 ? (AnswerClaim?)null : Claim(rows[0], now).Claim;
    }, cancellation);

    ClaimedAnswer Claim(Answer answer, DateTimeOffset now)
    {
        var token = Guid.NewGuid();
        (answer.Claim, answer.LeasedUntil) = (token, now + leases.Delivery);
        return new(new(answer.Id, token), answer.Channel);
    }

    IQueryable<Answer> Queued(EscalationDb db, IReadOnlyCollection<string> full)
    {
        var now = time.GetUtcNow();
        return db.Answers.Where(a => a.State == AnswerState.Queued && !full.Contains(a.Channel)
            && !db.ChannelCursors.Any(c => c.Channel == a.Channel && c.DeliverAfter > now));
    }
}
