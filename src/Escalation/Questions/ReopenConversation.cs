using Escalation.Routing;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>The asker came back soon enough after the closing (whether that is so was decided when the post came in).</summary>
public sealed class ReopenConversation(EscalationDb db, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var closedAt = conversation.ClosedAt;
        var at = await db.Posts.Where(p => p.ConversationId == conversation.Id && p.ByAsker && p.ReceivedAt >= closedAt)
            // One of the very instant of the closing may have come before it.
            .OrderBy(p => p.ReceivedAt == closedAt).ThenBy(p => p.Id).Select(p => (DateTimeOffset?)p.ReceivedAt).FirstOrDefaultAsync(cancellation) ?? time.GetUtcNow();
        conversation.State = ConversationState.Waiting;
        conversation.ClosedAt = null;
        conversation.CloseReason = null;
        conversation.Interruptions = conversation.Interruptions.ConvertAll(i => i is { Kind: InterruptionKind.Closed, To: null } ? i with { To = at } : i);
        db.Record(conversation.Id, at, "reopened");
    }
}
