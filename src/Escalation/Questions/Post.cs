using Escalation.Connectors;

namespace Escalation.Questions;

/// <summary>A post of a conversation's thread, unique by (channel, the network's id).</summary>
public sealed class Post
{
    public Guid Id { get; set; }
    /// <summary><see cref="Guid.Empty"/> while it belongs to none: the post replied to is not known yet, or it was deleted before it came.</summary>
    public Guid ConversationId { get; set; }
    public required string Channel { get; set; }
    public required string NetworkId { get; set; }
    public string? InReplyTo { get; set; }

    public required string Text { get; set; }
    public required string AuthorId { get; set; }
    public required string AuthorName { get; set; }
    public string? Url { get; set; }
    public string Visibility { get; set; } = "public";
    public List<PostAttachment> Attachments { get; set; } = [];

    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public DateTimeOffset? EditedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Written by our own account on the network.</summary>
    public bool Ours { get; set; }

    /// <summary>By the asker of the conversation: the only posts that arm or reopen anything.</summary>
    public bool ByAsker { get; set; }
}
