namespace Escalation.Connectors;

/// <summary>How far a polled channel was read, committed with the posts themselves; and which process polls it.</summary>
public sealed class ChannelCursor
{
    public required string Channel { get; set; }
    public string? Cursor { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public string? LeasedBy { get; set; }
    public int Failures { get; set; }
    public string? Problem { get; set; }
}
