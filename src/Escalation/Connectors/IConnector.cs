namespace Escalation.Connectors;

/// <summary>
/// One channel's way to its network. <see cref="DeliverAsync"/>: throw = try again; <see cref="Delivery.Refused"/> =
/// never again, a person must look. What a network can do beyond that is told by the optional interfaces below.
/// An instance serves one channel, for as long as its settings stay the same, and is called concurrently.
/// </summary>
public interface IConnector
{
    /// <summary>Posts the answer into the thread in which it was asked.</summary>
    Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation);
}

/// <summary>A network that is asked for news. The cursor is the connector's own and is saved with the posts.</summary>
public interface IPollingConnector : IConnector
{
    TimeSpan PollInterval { get; }

    /// <summary>Posts after <paramref name="cursor"/>, oldest first. May repeat posts, must not leave one out.</summary>
    /// <param name="cursor">Null at first: then all that was posted after <paramref name="since"/>.</param>
    /// <param name="since">When the channel came into force, by our own clock. What is older is not ours to answer.</param>
    Task<Polled> PollAsync(string? cursor, DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>
/// A network on which an answer can be looked up after an unknown outcome. Connectors without this whose network has no
/// idempotency device either leave the answer <c>unknown</c>, for a person to look at.
/// </summary>
public interface IFindsAnswers : IConnector
{
    /// <summary>The answer if it stands on the network, null if it surely does not. Throw = could not be found out.</summary>
    Task<Delivery.Delivered?> FindAsync(OutboundAnswer answer, CancellationToken cancellation);
}

/// <summary>A network whose own device makes a repeated delivery harmless (an idempotency key): after an unknown outcome it is simply sent again.</summary>
public interface IRepeatsSafely : IConnector;

/// <summary>A network that calls <c>POST /api/v1/webhooks/{channel}</c> itself, with its own signature.</summary>
public interface IWebhookConnector : IConnector
{
    /// <summary>Checks the signature and reads the posts. Nothing is read from a body whose signature is wrong.</summary>
    WebhookReading Read(WebhookRequest request);
}

public sealed record Polled(IReadOnlyList<InboundPost> Posts, string? Cursor);

public sealed record WebhookRequest(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <param name="Signature">Identifies the signed request, so that a replay is recognised; null if the network gives none.</param>
public sealed record WebhookReading(string? Refusal, IReadOnlyList<InboundPost> Posts, string? Signature);
