namespace Escalation.Messaging;

/// <summary>Takes committed messages to the bus.</summary>
public interface IOutboxRelay
{
    void Take(IReadOnlyList<OutboxMessage> committed);
}
