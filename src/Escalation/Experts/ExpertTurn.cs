namespace Escalation.Experts;

/// <summary>When an expert was last given a question; equals take turns by it.</summary>
public sealed class ExpertTurn
{
    public required string Name { get; set; }
    public DateTimeOffset LastAssignedAt { get; set; }
}
