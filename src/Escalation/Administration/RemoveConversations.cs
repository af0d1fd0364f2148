using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

static class RemoveConversations
{
    /// <summary>With all that belongs to them. Their rows are this transaction's (decision 0016). The search lets go of what is gone by itself.</summary>
    public static async Task RemoveAsync(EscalationDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
            return;
        await db.DeliveryAttempts.Where(t => db.Answers.Where(a => ids.Contains(a.ConversationId)).Select(a => a.Id).Contains(t.AnswerId)).ExecuteDeleteAsync(cancellation);
        await db.AnswerPosts.Where(p => ids.Contains(p.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Answers.Where(a => ids.Contains(a.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Posts.Where(p => ids.Contains(p.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Notes.Where(n => ids.Contains(n.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.EscalationSteps.Where(s => ids.Contains(s.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Declines.Where(d => ids.Contains(d.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.TopicExamples.Where(e => ids.Contains(e.ConversationId)).ExecuteDeleteAsync(cancellation);
        await db.Notices.Where(n => n.ConversationId != null && ids.Contains(n.ConversationId.Value)).ExecuteDeleteAsync(cancellation);
        await db.Alerts.Where(a => a.ConversationId != null && ids.Contains(a.ConversationId.Value)).ExecuteDeleteAsync(cancellation);
        await db.Timeline.Where(e => e.ConversationId != null && ids.Contains(e.ConversationId.Value)).ExecuteDeleteAsync(cancellation);
        await db.Conversations.Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(cancellation);
    }
}
