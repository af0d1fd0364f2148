using MassTransit;

namespace Escalation.Messaging;

// What crosses a commit, and is therefore said by message. Each type is received by exactly one endpoint (a test says
// so): on the in-memory bus the outbox row goes with that receiver's commit.

/// <summary>Something happened to a conversation; the saga decides what follows.</summary>
public interface IConversationEvent : CorrelatedBy<Guid>
{
    Guid ConversationId { get; }

    Guid CorrelatedBy<Guid>.CorrelationId => ConversationId;
}

[MessageUrn("escalation:post-received", useDefaultPrefix: false)]
public sealed record PostReceived(Guid ConversationId, Guid PostId, bool ByAsker) : IConversationEvent;

[MessageUrn("escalation:question-declined", useDefaultPrefix: false)]
public sealed record QuestionDeclined(Guid ConversationId) : IConversationEvent;

[MessageUrn("escalation:question-forwarded", useDefaultPrefix: false)]
public sealed record QuestionForwarded(Guid ConversationId) : IConversationEvent;

[MessageUrn("escalation:answer-delivered", useDefaultPrefix: false)]
public sealed record AnswerDelivered(Guid ConversationId, Guid AnswerId) : IConversationEvent;

[MessageUrn("escalation:deadline-reached", useDefaultPrefix: false)]
public sealed record DeadlineReached(Guid ConversationId, Guid DeadlineId, string Target) : IConversationEvent;

/// <summary>Somebody may have become free; the waiting lines are looked at, oldest due first.</summary>
[MessageUrn("escalation:experts-freed", useDefaultPrefix: false)]
public sealed record ExpertsFreed;
