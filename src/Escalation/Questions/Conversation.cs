using Escalation.Storage;
using Escalation.Topics;
using MassTransit;

namespace Escalation.Questions;

/// <summary>
/// One question and all that follows in its thread. This row is both what people see and the saga instance of
/// <see cref="Routing.ConversationStateMachine"/> (decision 0003): there is one state, and it is never behind.
/// </summary>
public sealed class Conversation : SagaStateMachineInstance, IVersioned
{
    public Guid Id { get; set; }
    Guid ISaga.CorrelationId { get => Id; set => Id = value; }

    /// <summary>A <see cref="ConversationState"/> by name; the machine's own property.</summary>
    public string State { get; set; } = ConversationState.Received;

    public required string Channel { get; set; }
    public required string Network { get; set; }

    public string? Topic { get; set; }
    public double? Confidence { get; set; }

    /// <summary>The likeliest topics when it was classified, the best first, with the words that spoke for them.</summary>
    public List<TopicGuess> Guesses { get; set; } = [];

    /// <summary>Who holds it (assigned, accepted) or answered it last (answered, closed).</summary>
    public string? Expert { get; set; }

    /// <summary>Held it before or declined it, since the topic was chosen: the next choice leaves them out.</summary>
    public List<string> PassedOver { get; set; } = [];

    public string Priority { get; set; } = "normal";
    public string? Language { get; set; }

    public bool OnHold { get; set; }
    public DateTimeOffset? HoldUntil { get; set; }

    /// <summary>Holds and closings so far, in their order.</summary>
    public List<Interruption> Interruptions { get; set; } = [];

    public required string AuthorId { get; set; }
    public required string AuthorName { get; set; }
    public string? AuthorHandle { get; set; }
    public List<string> AuthorTags { get; set; } = [];

    /// <summary>Receipt of the first post.</summary>
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? AssignedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? CloseReason { get; set; }

    /// <summary>When the asker's silence will have lasted so long that the service closes the conversation by itself.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    /// <summary>When the asker's oldest post came in that the process has not acted on yet; null: it has acted on all. Written with the post, so that a lost message is noticed.</summary>
    public DateTimeOffset? UnroutedSince { get; set; }

    /// <summary>The earliest due time of what is promised and still owed, overdue or not; lists are ordered by it.</summary>
    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary><see cref="NextDueAt"/> in ticks, the greatest number where nothing is due; kept by the database.</summary>
    public long DueOrder { get => NextDueAt?.UtcTicks ?? long.MaxValue; private set { } }

    /// <summary>A promise of it was broken.</summary>
    public bool Breached { get; set; }

    public string? Policy { get; set; }
    public int OrganizationVersion { get; set; }

    /// <summary>The earlier conversation that this one goes on from, when the asker came back too late to reopen it.</summary>
    public Guid? LinkedTo { get; set; }

    /// <summary>The asker's data are erased (decision 0021): nobody can be told to be the same asker, so replies begin anew.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    public long Version { get; set; }

    public bool IsHeld => State is ConversationState.Assigned or ConversationState.Accepted;
    public bool IsOpen => State != ConversationState.Closed;
}

/// <summary>The states of the public contract, under the names that the state machine gives them.</summary>
public static class ConversationState
{
    public const string Received = nameof(Received);
    /// <summary>The topic is not known: a manager chooses.</summary>
    public const string Triage = nameof(Triage);
    /// <summary>The topic is known, nobody is free.</summary>
    public const string Waiting = nameof(Waiting);
    public const string Assigned = nameof(Assigned);
    public const string Accepted = nameof(Accepted);
    /// <summary>Answered and confirmed by the network: the asker's turn.</summary>
    public const string Answered = nameof(Answered);
    public const string Closed = nameof(Closed);

    public static readonly IReadOnlyList<string> All = [Received, Triage, Waiting, Assigned, Accepted, Answered, Closed];
}
