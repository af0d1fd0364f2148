namespace Escalation.Alerts;

/// <summary>What an alert channel is to tell somebody: written in the commit of what it tells of, sent afterwards, alone or with others in one message.</summary>
public sealed class Notice
{
    public Guid Id { get; set; }
    /// <summary>The alert channel's name in the organization file.</summary>
    public required string Channel { get; set; }
    /// <summary>The person whose mailbox it goes to; empty where whoever is there reads the channel (a chat room, a program).</summary>
    public string Reader { get; set; } = "";
    /// <summary>One of <see cref="NoticeEvents"/>.</summary>
    public required string Event { get; set; }
    public Guid? ConversationId { get; set; }
    /// <summary>Names of the people it is for; empty: whoever reads the channel.</summary>
    public List<string> To { get; set; } = [];
    /// <summary>One sentence without anything that the asker wrote.</summary>
    public required string Text { get; set; }
    public DateTimeOffset At { get; set; }
    /// <summary>One of <see cref="NoticeState"/>.</summary>
    public string State { get; set; } = NoticeState.New;
    /// <summary>The message that carries it, the same on every try.</summary>
    public Guid? Message { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>Why it was dropped.</summary>
    public string? Problem { get; set; }
}

public static class NoticeState
{
    /// <summary>Its outlet does not know of it yet.</summary>
    public const string New = "new";
    /// <summary>For its outlet's next message, or in one that is being tried.</summary>
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Dropped = "dropped";
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
    public const string AlertFailed = AlertKinds.AlertFailed;
    public const string ChannelFailed = AlertKinds.ChannelFailed;
    public const string MessageFailed = AlertKinds.MessageFailed;
    public const string CoverageWarning = AlertKinds.CoverageWarning;

    public static readonly IReadOnlyList<string> All = [Assigned, Reminded, Escalated, Breached, Uncovered, DeliveryFailed, AlertFailed, ChannelFailed, MessageFailed, CoverageWarning];
}
