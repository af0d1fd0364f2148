using Escalation.Storage;

namespace Escalation.Sla;

/// <summary>A step of the ladder for one deadline, with a due time of its own; it acts once (the SLA rules, section 8).</summary>
public sealed class EscalationStep : IVersioned
{
    public Guid Id { get; set; }
    public Guid DeadlineId { get; set; }
    public Guid ConversationId { get; set; }
    /// <summary>Its place in the policy's list, from 1.</summary>
    public int Number { get; set; }
    /// <summary>Null while its deadline is paused.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public EscalationStepState State { get; set; }
    /// <summary>What it does, as the policy says: <c>remind</c>, <c>reassign</c>, <c>raisePriority</c>, <c>notify:…</c>.</summary>
    public List<string> Actions { get; set; } = [];
    public DateTimeOffset? FiredAt { get; set; }
    public long Version { get; set; }
}

public enum EscalationStepState
{
    Pending,
    Fired,
    /// <summary>Its target was satisfied or cancelled, or its policy no longer has it.</summary>
    Dropped,
}
