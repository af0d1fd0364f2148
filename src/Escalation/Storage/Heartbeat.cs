namespace Escalation.Storage;

/// <summary>That a process of the service could write, and when: the row that <see cref="StorageProbe"/> writes to find out.</summary>
public sealed class Heartbeat
{
    public Guid Process { get; set; }
    public DateTimeOffset At { get; set; }
}
