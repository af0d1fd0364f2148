using Escalation.Connectors;
using Escalation.Storage;

namespace Escalation.Answers;

/// <summary>An expert's answer and where it stands on its way into the thread.</summary>
public sealed class Answer : IVersioned
{
    public Guid Id { get; set; }
    public Guid ConversationId { get; set; }
    public required string Channel { get; set; }
    public required string Text { get; set; }
    public required string By { get; set; }

    /// <summary>"We are looking into it": delivered like an answer, keeps no promise unless the policy says so.</summary>
    public bool Holding { get; set; }

    public string State { get; set; } = AnswerState.Queued;

    /// <summary>The network's id of the post answered.</summary>
    public required string InReplyTo { get; set; }

    public DateTimeOffset SubmittedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>When the delivery is to be tried next; the delivery's own due time while the answer is queued.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>When it was submitted, approved or retried; from then on it is tried for a day (decision 0019). Null while it was never to go out.</summary>
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>A process that is delivering it holds it until then; afterwards it is taken for dead.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Who delivers it, anew with every claim; whoever has another one writes nothing (decision 0018).</summary>
    public Guid? Claim { get; set; }

    public int Attempts { get; set; }
    public string? Problem { get; set; }
    public List<DeliveredPart> Parts { get; set; } = [];
    public long Version { get; set; }

    /// <summary>It is not to be tried any more, or not by whoever has it now.</summary>
    public void Settle(string state, string? problem)
    {
        (State, Problem) = (state, problem);
        NextAttemptAt = LeasedUntil = null;
        Claim = null;
    }

    public void Queue(DateTimeOffset now)
    {
        State = AnswerState.Queued;
        QueuedAt = NextAttemptAt = now;
        LeasedUntil = null;
        Claim = null;
    }
}

public static class AnswerState
{
    public const string AwaitingApproval = "awaitingApproval";
    /// <summary>By the approver, or by the closing of its conversation; the problem says so.</summary>
    public const string Returned = "returned";
    public const string Queued = "queued";
    public const string Delivered = "delivered";
    /// <summary>The network refused it; a person may retry it.</summary>
    public const string Failed = "failed";
    /// <summary>It may have been posted; a person looks.</summary>
    public const string Unknown = "unknown";
}

/// <summary>One try, written before the network is called: a row without an outcome is a try whose outcome is unknown.</summary>
public sealed class DeliveryAttempt
{
    public long Id { get; set; }
    public Guid AnswerId { get; set; }
    public int Number { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Outcome { get; set; }
    public string? Detail { get; set; }
}

/// <summary>A post of ours on the network: what follow-ups reply to, and what is recognised when it comes back through the inbound side.</summary>
public sealed class AnswerPost
{
    public required string Channel { get; set; }
    public required string NetworkId { get; set; }
    public Guid AnswerId { get; set; }
    public Guid ConversationId { get; set; }
}
