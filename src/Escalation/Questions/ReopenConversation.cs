using Escalation.Routing;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>The asker came back soon enough after the closing (whether that is so was decided when the post came in).</summary>
public sealed class ReopenConversation(EscalationDb db, TimeProvider time) : IStep
{
    public Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        conversation.ClosedAt = null;
        conversation.CloseReason = null;
        db.Record(conversation.Id, time.GetUtcNow(), "reopened");
        return Task.CompletedTask;
    }
}
