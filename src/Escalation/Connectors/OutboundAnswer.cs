namespace Escalation.Connectors;

/// <summary>An answer on its way out. <paramref name="AnswerId"/> is the same on every try, for the network's idempotency device.</summary>
/// <param name="InReplyTo">The network's id of the post answered.</param>
/// <param name="ThreadRoot">The network's id of the conversation's first post.</param>
/// <param name="By">The expert's display name.</param>
/// <param name="AuthorId">The asker's id on the network.</param>
/// <param name="FirstTriedAt">When the first attempt began; a look-up needs to go back no further.</param>
public sealed record OutboundAnswer(
    Guid AnswerId,
    Guid ConversationId,
    string Text,
    string InReplyTo,
    string ThreadRoot,
    string By,
    string AuthorId,
    string Visibility,
    DateTimeOffset FirstTriedAt);

public abstract record Delivery
{
    Delivery() { }

    /// <summary>The network confirmed the post. <paramref name="At"/>: the network's own time where it was found by reading back, else null.</summary>
    public sealed record Delivered(IReadOnlyList<DeliveredPart> Parts, DateTimeOffset? At = null) : Delivery;

    /// <summary>The network will never take it as it is; <paramref name="Reason"/> is shown to the person who looks.</summary>
    public sealed record Refused(string Reason) : Delivery;
}

/// <summary>One post of an answer (a long one may be several); follow-ups reply to its <paramref name="ExternalId"/>.</summary>
public sealed record DeliveredPart(string ExternalId, string? Url);

/// <summary>
/// Thrown by a connector when the network surely did not take the answer, or gave no news, and may be asked again. With a
/// time it is a limit: none of the channel's answers is sent before, and it does not count as a failure.
/// </summary>
public sealed class TryLaterException(string message, TimeSpan? after = null) : Exception(message)
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The network's own Retry-After, if it gave one; at most a day.</summary>
    public TimeSpan? After { get; } = after > Longest ? Longest : after;
}
