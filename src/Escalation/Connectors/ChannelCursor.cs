namespace Escalation.Connectors;

/// <summary>How far a polled channel was read, committed with the posts themselves; and which process polls it.</summary>
public sealed class ChannelCursor
{
    public required string Channel { get; set; }
    public string? Cursor { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public string? LeasedBy { get; set; }

    /// <summary>The poll under way, anew with each; one that has another writes nothing (decision 0018).</summary>
    public Guid? Claim { get; set; }

    /// <summary>The network asked not to be sent anything before; asking it for news is another matter (decision 0019).</summary>
    public DateTimeOffset? DeliverAfter { get; set; }

    public int Failures { get; set; }
    /// <summary>Why the last try failed; null: it did not.</summary>
    public string? Problem { get; set; }
    /// <summary>The first failure since the last success; null: the last try succeeded.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    /// <summary>When people were told of this stretch of failures.</summary>
    public DateTimeOffset? AlertedAt { get; set; }
}
