using Escalation.Access;
using Escalation.Messaging;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>Closing is always allowed and takes a reason; it ends the open promises.</summary>
public sealed class CloseConversation(ConversationWork work, TimeProvider time)
{
    /// <summary>What people may say; the service itself also says <c>silence</c> and <c>withdrawn</c>.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["answered", "notAQuestion", "spam", "duplicate", "abandoned"];

    public Task<Outcome> HandleAsync(Guid id, Actor actor, string reason, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (!actor.Manages)
            return new Outcome.Forbidden("Only managers close conversations.");
        if (!conversation.IsOpen)
            return new Outcome.Conflict("The conversation is closed already.");
        await CloseAsync(db, conversation, actor.Name, reason, time.GetUtcNow(), cancellation);
        return Outcome.Ok;
    }, cancellation);

    internal static async Task CloseAsync(
        EscalationDb db, Conversation conversation, string? by, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        if (conversation.IsHeld)
            db.Publish(new ExpertsFreed(conversation.Expert));
        conversation.State = ConversationState.Closed;
        conversation.ClosedAt = at;
        conversation.CloseReason = reason;
        conversation.OnHold = false;
        conversation.HoldUntil = null;
        db.Record(conversation.Id, at, "closed", by, ("reason", reason));

        var promises = await Promises.LoadAsync(db, conversation, cancellation);
        promises.Satisfy(Targets.Resolution, at, at);
        foreach (var target in Targets.All)
            promises.Cancel(target, at);
    }
}
