namespace Escalation.Messaging;

/// <summary>A message that a consumer has taken, written in the commit of what it did: the same message again does nothing.</summary>
public sealed class InboxEntry
{
    public Guid ConsumerId { get; set; }
    public Guid MessageId { get; set; }
    public DateTimeOffset At { get; set; }
}
