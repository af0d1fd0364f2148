namespace Escalation.Questions;

/// <summary>A span in which a conversation was on hold or closed; <paramref name="To"/> null: it still is. The promises' clock reads these (the SLA rules, sections 4 and 5).</summary>
public sealed record Interruption(InterruptionKind Kind, DateTimeOffset From, DateTimeOffset? To = null);

public enum InterruptionKind
{
    Hold,
    Closed,
}
