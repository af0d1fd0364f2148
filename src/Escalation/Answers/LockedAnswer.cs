using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>An answer for one transaction alone, its conversation first (decision 0016: the order of locks).</summary>
static class LockedAnswer
{
    /// <returns>Null: there is no such answer.</returns>
    public static async Task<(Answer Answer, Conversation Conversation)?> TakeAsync(EscalationDb db, Guid id, CancellationToken cancellation)
    {
        if (await db.Answers.Where(a => a.Id == id).Select(a => (Guid?)a.ConversationId).SingleOrDefaultAsync(cancellation) is not { } conversation)
            return null;
        var locked = await db.LockAsync<Conversation>(conversation, cancellation);
        var answer = await db.LockAsync<Answer>(id, cancellation);
        // A merge moved it in between: done anew, with the conversation that has it now.
        return answer!.ConversationId == conversation
            ? (answer, locked!)
            : throw new DbUpdateConcurrencyException("The answer was moved to another conversation meanwhile.");
    }
}
