using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>When the asker deletes the only post that was not answered yet, nothing is left to answer (the SLA rules, section 4).</summary>
static class WithdrawnQuestion
{
    public const string Reason = "withdrawn";

    public static async Task CloseAsync(EscalationDb db, Post deleted, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!deleted.ByAsker || await db.Conversations.FindAsync([deleted.ConversationId], cancellation) is not { IsOpen: true } conversation)
            return;
        var answeredUntil = await db.Answers.Where(a => a.ConversationId == conversation.Id && a.DeliveredAt != null && !a.Holding)
            .MaxAsync(a => (DateTimeOffset?)a.SubmittedAt, cancellation) ?? DateTimeOffset.MinValue;
        if (deleted.ReceivedAt <= answeredUntil)
            return;
        var isAnotherUnanswered = await db.Posts.AnyAsync(
            p => p.ConversationId == conversation.Id && p.Id != deleted.Id && p.ByAsker && p.DeletedAt == null && p.ReceivedAt > answeredUntil, cancellation);
        if (!isAnotherUnanswered)
            await CloseConversation.CloseAsync(db, conversation, organization, by: null, Reason, now, cancellation);
    }
}
