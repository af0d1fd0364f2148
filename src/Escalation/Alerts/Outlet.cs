using Escalation.Storage;

namespace Escalation.Alerts;

/// <summary>
/// One reader of an alert channel: a chat room, a program, or one person's mailbox. It gets one message at a time, and the
/// next one a while later with all that gathered meanwhile; since that stands in a row, it holds for all replicas together.
/// </summary>
public sealed class Outlet : IVersioned
{
    public required string Channel { get; set; }
    /// <summary>As <see cref="Notice.Reader"/>. The row without one also stands for the channel as a whole.</summary>
    public string Reader { get; set; } = "";
    /// <summary>When a message is to be begun, or tried again; null while nothing waits.</summary>
    public DateTimeOffset? NextAt { get; set; }
    /// <summary>No message is begun before.</summary>
    public DateTimeOffset? QuietUntil { get; set; }
    /// <summary>A process that is sending holds it until then; afterwards it is taken for dead.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
    /// <summary>Who sends, anew with every claim; whoever has another one writes nothing (decision 0018).</summary>
    public Guid? Claim { get; set; }
    /// <summary>The message under way. What it carries is settled when it is begun, so that every try is the same message.</summary>
    public Guid? Message { get; set; }
    public DateTimeOffset? MessageAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? LastSentAt { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    /// <summary>When people were told of the failure; null again once something was sent.</summary>
    public DateTimeOffset? AlertedAt { get; set; }
    public string? Problem { get; set; }
    public long Version { get; set; }
}
