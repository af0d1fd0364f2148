namespace Escalation.Storage;

/// <summary>A row that two may want to change at once: the second one's commit fails and is tried again on what the first one left.</summary>
public interface IVersioned
{
    long Version { get; set; }
}
