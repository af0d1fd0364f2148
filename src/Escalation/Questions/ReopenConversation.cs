using Escalation.Routing;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>The asker came back soon enough after the closing (whether it was soon enough was decided when the post came in).</summary>
public sealed class ReopenConversation(EscalationDb db, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var at = await PostsSinceClosing(db, conversation).OrderBy(p => p.ReceivedAt == conversation.ClosedAt).ThenBy(p => p.ReceivedAt)
            .Select(p => (DateTimeOffset?)p.ReceivedAt).FirstOrDefaultAsync(cancellation) ?? time.GetUtcNow();
        conversation.State = ConversationState.Waiting;
        conversation.ClosedAt = null;
        conversation.CloseReason = null;
        conversation.Interruptions = conversation.Interruptions.ConvertAll(i => i is { Kind: InterruptionKind.Closed, To: null } ? i with { To = at } : i);
        db.Record(conversation.Id, at, "reopened");
    }

    /// <summary>What the asker wrote after the closing and has not deleted. Of the very instant of the closing counts what the closing has not settled.</summary>
    internal static IQueryable<Post> PostsSinceClosing(EscalationDb db, Conversation closed)
    {
        var isUnsettled = closed.UnroutedSince is not null;
        return db.Posts.Where(p => p.ConversationId == closed.Id && p.ByAsker && p.DeletedAt == null
            && (p.ReceivedAt > closed.ClosedAt || isUnsettled && p.ReceivedAt == closed.ClosedAt));
    }
}
