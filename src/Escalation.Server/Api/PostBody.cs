using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Server.Api;

/// <summary>The body of <c>POST /channels/{channel}/posts</c>, as documented in the OpenAPI document.</summary>
public sealed record PostBody(
    string Id, string Text, PostBody.AuthorBody Author, string? Url = null, string? InReplyTo = null, DateTimeOffset? CreatedAt = null, string? Language = null,
    IReadOnlyList<PostAttachment>? Attachments = null)
{
    public sealed record AuthorBody(string Id, string Name, string? Handle = null, IReadOnlyList<string>? Tags = null);

    const int MaxAttachments = 20;

    internal static InboundPost Read(JsonInput input)
    {
        var attachments = input.List("attachments", ReadAttachment);
        if (attachments.Length > MaxAttachments)
            input.Fault("attachments", $"must be at most {MaxAttachments}");
        return new InboundPost(
            input.Text("id", required: true)!,
            input.LongText("text", required: true)!,
            input.Object("author", ReadAuthor, required: true)!,
            input.Text("inReplyTo"),
            input.Text("url", maxLength: 2000, check: SettingDefinition.CheckUrl),
            input.Instant("createdAt"),
            input.Text("language", check: Readings.Language),
            Attachments: attachments);
    }

    static InboundAuthor ReadAuthor(JsonInput input) => new(
        input.Text("id", required: true)!, input.Text("name", required: true)!, input.Text("handle"), input.Texts("tags", distinct: true) is var tags && input.Has("tags") ? tags : null);

    static PostAttachment ReadAttachment(JsonInput input) => new(
        input.Text("url", required: true, maxLength: 2000, check: SettingDefinition.CheckUrl)!, input.Text("mediaType"), input.Text("description", maxLength: 2000));
}
