namespace Escalation.Connectors;

/// <summary>A post as a network gives it. Ids are the network's own, unique within the channel.</summary>
/// <param name="InReplyTo">The id of the post replied to, if any.</param>
/// <param name="CreatedAt">When the network says that it was written; null if it does not say.</param>
/// <param name="Language">BCP 47 tag if the network knows it.</param>
/// <param name="Visibility"><c>public</c>, <c>unlisted</c>, <c>private</c> or <c>direct</c>; an answer takes over the question's.</param>
/// <param name="Ours">Written by our own account on that network: never a question.</param>
/// <param name="Bot">Written by a bot: never a question.</param>
/// <param name="EditedAt">When its text was last changed; a later value for a known post replaces the text that we keep.</param>
/// <param name="DeletedAt">When it was taken down; the text that we keep is then emptied.</param>
public sealed record InboundPost(
    string Id,
    string Text,
    InboundAuthor Author,
    string? InReplyTo = null,
    string? Url = null,
    DateTimeOffset? CreatedAt = null,
    string? Language = null,
    string Visibility = "public",
    IReadOnlyList<PostAttachment>? Attachments = null,
    bool Ours = false,
    bool Bot = false,
    DateTimeOffset? EditedAt = null,
    DateTimeOffset? DeletedAt = null);

/// <param name="Tags">Null: the network says nothing of them, so those that are known stay.</param>
public sealed record InboundAuthor(string Id, string Name, string? Handle = null, IReadOnlyList<string>? Tags = null);

public sealed record PostAttachment(string Url, string? MediaType = null, string? Description = null);
