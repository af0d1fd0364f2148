namespace Escalation.Experts;

/// <summary>An expert said "not mine" to a question about a topic of theirs.</summary>
public sealed class Decline
{
    public long Id { get; set; }
    public Guid ConversationId { get; set; }
    public required string Expert { get; set; }
    public string? Topic { get; set; }
    public DateTimeOffset At { get; set; }
}
