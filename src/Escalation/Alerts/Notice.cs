using Escalation.Storage;

namespace Escalation.Alerts;

/// <summary>What an alert channel is to tell somebody: written in the commit of what it tells of, sent afterwards, tried again until it is.</summary>
public sealed class Notice : IVersioned
{
    public Guid Id { get; set; }
    /// <summary>The alert channel's name in the organization file.</summary>
    public required string Channel { get; set; }
    /// <summary>One of <see cref="NoticeEvents"/>.</summary>
    public required string Event { get; set; }
    public Guid? ConversationId { get; set; }
    /// <summary>Names of the people it is for; empty: whoever reads the channel.</summary>
    public List<string> To { get; set; } = [];
    /// <summary>One sentence without anything that the asker wrote.</summary>
    public required string Text { get; set; }
    public DateTimeOffset At { get; set; }
    /// <summary>When it is to be tried next; null once it is sent or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }
    /// <summary>A process that is sending it holds it until then; afterwards it is taken for dead.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string? Problem { get; set; }
    public long Version { get; set; }
}

/// <summary>What an alert channel may ask to be told of (<c>events</c> in the organization file).</summary>
public static class NoticeEvents
{
    public const string Assigned = "assigned";
    public const string Reminded = "reminded";
    public const string Escalated = AlertKinds.Escalated;
    public const string Breached = AlertKinds.Breached;
    public const string Uncovered = AlertKinds.Uncovered;
    public const string DeliveryFailed = AlertKinds.DeliveryFailed;
}
