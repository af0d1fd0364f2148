using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Polly.CircuitBreaker;

namespace Escalation.Answers;

/// <summary>
/// What did not go out is tried again later, for a day from when it was queued. Then it has failed, if the network surely
/// never took it; what may stand there is for a person to look at (decision 0019).
/// </summary>
public sealed class PutOffDelivery(HeldAnswers held, Database database, SettleDelivery settle, TimeProvider time)
{
    static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    public Task HandleAsync(AnswerClaim claim, Exception why, CancellationToken cancellation) => held.DoAsync(claim, async (db, answer, conversation) =>
    {
        var now = time.GetUtcNow();
        var queuedAt = answer.QueuedAt ?? answer.SubmittedAt;
        if (now - queuedAt > GiveUpAfter)
        {
            var isUnknown = await db.DeliveryAttempts.AnyAsync(
                a => a.AnswerId == answer.Id && a.StartedAt >= queuedAt && (a.Outcome == null || a.Outcome == AttemptOutcome.Unknown), cancellation);
            settle.GiveUp(db, answer, conversation, isUnknown ? AnswerState.Unknown : AnswerState.Failed, $"Not delivered within a day. Last problem: {why.Message}");
            return;
        }
        answer.NextAttemptAt = now + Wait(why, now - queuedAt);
        answer.Problem = why.Message;
        answer.LeasedUntil = null;
        answer.Claim = null;
        db.CountAnswer(answer.Channel, "putOff");
    }, cancellation);

    /// <summary>Nothing was tried: who takes it next may do so at once.</summary>
    public Task ReleaseAsync(AnswerClaim claim) => held.DoAsync(claim, (_, answer, _) =>
    {
        answer.LeasedUntil = null;
        answer.Claim = null;
        return Task.CompletedTask;
    }, CancellationToken.None);

    /// <summary>The network limits what it takes: none of the channel's answers is tried before then, by whatever process.</summary>
    public Task ChannelAsync(string channel, TimeSpan wish, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var until = time.GetUtcNow() + wish;
        var rows = await db.Take<ChannelCursor>($"SELECT * FROM channel_cursors WHERE channel = {channel}").ToListAsync(cancellation);
        var cursor = rows.Count > 0 ? rows[0] : db.ChannelCursors.Add(new ChannelCursor { Channel = channel }).Entity;
        if (!(cursor.DeliverAfter >= until))
            cursor.DeliverAfter = until;
    }, cancellation);

    /// <summary>The network's wish, or a tenth of the age, so that waits grow with the outage: between 10 seconds and 10 minutes.</summary>
    static TimeSpan Wait(Exception why, TimeSpan age) =>
        why is TryLaterException { After: { } wish } ? wish
        : why is BrokenCircuitException { RetryAfter: { } closes } ? closes + TimeSpan.FromSeconds(1)
        : TimeSpan.FromSeconds(Math.Clamp(age.TotalSeconds / 10, 10, 600));
}
