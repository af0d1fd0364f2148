using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

public static class AwaitingReply
{
    /// <summary>
    /// Whether it is the asker's turn after a delivery: the answer was no holding reply, and no post of the asker came in
    /// since it was submitted (the SLA rules, section 4).
    /// </summary>
    public static async Task<bool> IsTrueAsync(BehaviorContext<Conversation, AnswerDelivered> context)
    {
        var db = context.GetServiceOrCreateInstance<EscalationDb>();
        var answer = await db.Answers.FindAsync([context.Message.AnswerId], context.CancellationToken);
        return answer is { Holding: false }
            && !await db.Posts.AnyAsync(
                p => p.ConversationId == context.Saga.Id && p.ByAsker && p.DeletedAt == null && p.ReceivedAt > answer.SubmittedAt,
                context.CancellationToken);
    }
}
