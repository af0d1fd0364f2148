using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>Writes down that an answer is tried, before the network is called, and what is known afterwards. Each begin extends the lease.</summary>
public sealed class RecordAttempts(HeldAnswers held, SettleDelivery settle, LeaseOptions leases, TimeProvider time)
{
    /// <summary>Whether the answer is still this holder's; before what may take long.</summary>
    public Task<bool> RenewAsync(AnswerClaim claim, CancellationToken cancellation) => held.DoAsync(claim, (_, answer, conversation) =>
    {
        settle.MustBeAble(conversation);
        answer.LeasedUntil = time.GetUtcNow() + leases.Delivery;
        return Task.CompletedTask;
    }, cancellation);

    /// <param name="mayHaveBeenPosted">An earlier try may have, and nobody looked.</param>
    /// <returns>The attempt; null: the answer is not to be sent, at least not by this holder.</returns>
    public async Task<long?> BeginAsync(AnswerClaim claim, bool mayHaveBeenPosted, CancellationToken cancellation)
    {
        DeliveryAttempt? begun = null;
        await held.DoAsync(claim, async (db, answer, conversation) =>
        {
            begun = null;
            if (ReturnAnswers.WhyNot(conversation) is { } why)
            {
                // What may stand on the network cannot be called back.
                if (mayHaveBeenPosted)
                    settle.GiveUp(db, answer, conversation, AnswerState.Unknown, why);
                else
                    ReturnAnswers.Return(db, answer, why, time.GetUtcNow());
                return;
            }
            settle.MustBeAble(conversation);
            var now = time.GetUtcNow();
            answer.Attempts++;
            answer.LeasedUntil = now + leases.Delivery;
            begun = db.DeliveryAttempts.Add(new DeliveryAttempt { AnswerId = answer.Id, Number = answer.Attempts, StartedAt = now }).Entity;
            await db.SaveChangesAsync(cancellation);
        }, cancellation);
        return begun?.Id;
    }

    public Task EndAsync(AnswerClaim claim, long attemptId, string outcome, string detail) => held.DoAsync(claim, async (db, answer, _) =>
    {
        var attempt = await db.DeliveryAttempts.SingleAsync(a => a.Id == attemptId);
        (attempt.EndedAt, attempt.Outcome, attempt.Detail) = (time.GetUtcNow(), outcome, detail);
        answer.Problem = detail;
    }, CancellationToken.None);
}
