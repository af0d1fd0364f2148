using Escalation.Questions;
using Escalation.Storage;
using Microsoft.Extensions.Logging;

namespace Escalation.Answers;

/// <summary>What everything that a delivery writes begins with: the answer and its conversation, if whoever asks still holds the answer.</summary>
public sealed class HeldAnswers(Database database, ILogger<HeldAnswers> log)
{
    /// <param name="first">Locks what comes before the conversation (decision 0016).</param>
    /// <returns>False: another one holds it, or it is settled. Nothing was done.</returns>
    public async Task<bool> DoAsync(AnswerClaim claim, Func<EscalationDb, Answer, Conversation, Task> work, CancellationToken cancellation, Func<EscalationDb, Task>? first = null)
    {
        var held = await database.WriteAsync(async db =>
        {
            if (first is not null)
                await first(db);
            if (await LockedAnswer.TakeAsync(db, claim.Answer, cancellation) is not var (answer, conversation)
                || answer.Claim != claim.Token || answer.State != AnswerState.Queued)
                return false;
            await work(db, answer, conversation);
            return true;
        }, cancellation);
        if (!held)
            log.LogWarning("Answer {Answer} was taken over or settled meanwhile; what became of this try is not written down", claim.Answer);
        return held;
    }
}
