namespace Escalation.Connectors;

/// <summary>A signed request that was taken, written in the commit of its posts: the same one again is answered and not taken again.</summary>
public sealed class SignedRequest
{
    /// <summary>Made of the channel and the id that the sender signed.</summary>
    public Guid Id { get; set; }

    /// <summary>SHA-256 of what was signed and of what it was sent to, in hexadecimal.</summary>
    public required string Content { get; set; }

    public Guid? ConversationId { get; set; }
    public DateTimeOffset At { get; set; }
}
