using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>
/// What happened to a conversation: ids and facts, never personal text, so that a person's data can be erased without
/// breaking the record. Event names are those of the public contract. Also the source of the live events.
/// </summary>
public sealed class TimelineEntry
{
    public long Id { get; set; }
    /// <summary>The database's number of the transaction that wrote it, where several write at once; otherwise 0 (decision 0022).</summary>
    public long Transaction { get; set; }
    public Guid? ConversationId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Event { get; set; }
    public string? By { get; set; }

    /// <summary>Further facts by name, in the contract's spelling.</summary>
    public Facts Facts { get; set; } = [];
}

public sealed class Facts : Dictionary<string, object?>;

public static class Timeline
{
    public static void Record(this EscalationDb db, Guid? conversation, DateTimeOffset at, string what, string? by = null, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var entry = new TimelineEntry { ConversationId = conversation, At = at, Event = what, By = by };
        foreach (var (name, value) in facts)
            entry.Facts[name] = value is DateTimeOffset instant ? instant.UtcDateTime : value;
        db.Timeline.Add(entry);
    }
}
