namespace Escalation.Alerts;

/// <summary>Something that a person must know: a breach, an uncovered topic, a failed delivery. Stays until acknowledged.</summary>
public sealed class Alert
{
    public Guid Id { get; set; }
    /// <summary>One of <see cref="AlertKinds"/>.</summary>
    public required string Kind { get; set; }
    public Guid? ConversationId { get; set; }
    public string? Topic { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
}

public static class AlertKinds
{
    public const string Breached = "breached";
    public const string Uncovered = "uncovered";
    public const string DeliveryFailed = "deliveryFailed";
    /// <summary>A step of the ladder told people who do not hold the question.</summary>
    public const string Escalated = "escalated";
    /// <summary>A channel cannot be read, or not even be connected.</summary>
    public const string ChannelFailed = "channelFailed";
    /// <summary>A message between parts of the service was set aside or went to an error queue.</summary>
    public const string MessageFailed = "messageFailed";
    /// <summary>An alert channel does not work.</summary>
    public const string AlertFailed = "alertFailed";
    /// <summary>Absences are about to leave a topic without anybody.</summary>
    public const string CoverageWarning = "coverageWarning";
}
