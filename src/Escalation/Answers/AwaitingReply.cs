using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Sla;
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
        if (await db.Answers.FindAsync([context.Message.AnswerId], context.CancellationToken) is not { Holding: false, DeliveredAt: { } deliveredAt } answer)
            return false;
        var given = new GivenAnswer(answer.Id, answer.SubmittedAt, deliveredAt);
        var since = await db.Posts
            .Where(p => p.ConversationId == context.Saga.Id && p.ByAsker && p.DeletedAt == null && p.ReceivedAt >= given.SubmittedAt)
            .Select(p => new AskerPost(p.Id, p.ReceivedAt, p.DeletedAt)).ToListAsync(context.CancellationToken);
        return since.TrueForAll(given.Covers);
    }
}
