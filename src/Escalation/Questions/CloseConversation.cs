using Escalation.Access;
using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Questions;

/// <summary>Closing is always allowed and takes a reason; it ends the open promises.</summary>
public sealed class CloseConversation(ConversationWork work, Teach teach, CurrentOrganization organization, TimeProvider time)
{
    /// <summary>What people may say; the service itself also says <c>silence</c> and <c>withdrawn</c>.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["answered", "notAQuestion", "spam", "duplicate", "abandoned"];

    /// <summary>Those that say: it is about none of the topics.</summary>
    static readonly IReadOnlyList<string> AboutNothing = ["notAQuestion", "spam"];

    public Task<Outcome> HandleAsync(Guid id, Actor actor, string reason, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (!actor.Manages)
            return new Outcome.Forbidden("Only managers close conversations.");
        if (!conversation.IsOpen)
            return new Outcome.Conflict("The conversation is closed already.");
        await CloseAsync(db, conversation, organization.Now, actor.Name, reason, time.GetUtcNow(), cancellation);
        if (AboutNothing.Contains(reason))
            await teach.TopicAsync(db, conversation, null, TaughtBy.Closing, actor, cancellation);
        return Outcome.Ok;
    }, cancellation);

    internal static async Task CloseAsync(
        EscalationDb db, Conversation conversation, Applied organization, string? by, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        if (conversation.IsHeld)
            db.Publish(new ExpertsFreed());
        // What is promised from the receipt on counts, though the process has not looked at it yet.
        if (conversation.State == ConversationState.Received)
            await KeepPromises.KeepAsync(db, conversation, organization, at, cancellation);
        conversation.State = ConversationState.Closed;
        conversation.ClosedAt = at;
        conversation.CloseReason = reason;
        // What was asked until now is settled by the closing.
        conversation.UnroutedSince = null;
        HoldConversation.End(conversation, at);
        conversation.Interruptions = [.. conversation.Interruptions, new Interruption(InterruptionKind.Closed, at)];
        db.Record(conversation.Id, at, "closed", by, ("reason", reason));
        await ReturnAnswers.HandleAsync(db, conversation, reason, at, cancellation);
        await KeepPromises.KeepAsync(db, conversation, organization, at, cancellation);
    }
}
