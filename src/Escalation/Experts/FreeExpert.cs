using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>An expert has a place again: the waiting lines are looked at.</summary>
public sealed class FreeExpert(EscalationDb db) : IStep
{
    public Task RunAsync(Conversation conversation, CancellationToken cancellation) => FreeAsync(db, conversation, cancellation);

    internal static async Task FreeAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        // The question was taken from them while their answer was on its way, and nobody else had it yet: a follow-up is theirs all the same.
        conversation.Expert ??= await db.Answers.Where(a => a.ConversationId == conversation.Id && a.State == AnswerState.Delivered && !a.Holding)
            .OrderByDescending(a => a.DeliveredAt).Select(a => a.By).FirstOrDefaultAsync(cancellation);
        db.Publish(new ExpertsFreed());
    }
}
