using System.Text;
using Escalation.Connectors;
using Escalation.Input;
using Escalation.Questions;

namespace Escalation.Server.Api;

/// <summary>The body of <c>POST /channels/{channel}/posts</c>, as documented in the OpenAPI document.</summary>
public sealed record PostBody(
    string Id, PostBody.AuthorBody Author, string? Text = null, string? Url = null, string? InReplyTo = null, DateTimeOffset? CreatedAt = null, string? Language = null,
    IReadOnlyList<PostAttachment>? Attachments = null)
{
    public sealed record AuthorBody(string Id, string Name, string? Handle = null, IReadOnlyList<string>? Tags = null);

    const int MaxAttachments = 20;

    internal static InboundPost Read(JsonInput input) =>
        ReadRest(input, input.Text("id", required: true, maxLength: int.MaxValue, check: CheckId)!);

    /// <summary>What follows the id.</summary>
    internal static InboundPost ReadRest(JsonInput input, string id)
    {
        var attachments = input.List("attachments", ReadAttachment);
        if (attachments.Length > MaxAttachments)
            input.Fault("attachments", $"must be at most {MaxAttachments}");
        return new InboundPost(
            id,
            ReadText(input, mayBeEmpty: attachments.Length > 0),
            input.Object("author", ReadAuthor, required: true)!,
            input.Text("inReplyTo", maxLength: int.MaxValue, check: CheckId),
            input.Text("url", maxLength: 2000, check: SettingDefinition.CheckUrl),
            input.Instant("createdAt"),
            input.Text("language", check: Readings.Language),
            Attachments: attachments);
    }

    /// <summary>What is wrong with a post's id, null if nothing.</summary>
    internal static string? CheckId(string id) =>
        Encoding.UTF8.GetByteCount(id) <= ReceivePost.MaxIdBytes ? null : $"must not be longer than {ReceivePost.MaxIdBytes} bytes of UTF-8";

    static string ReadText(JsonInput input, bool mayBeEmpty)
    {
        if (!mayBeEmpty || !input.IsEmptyText("text"))
            return input.LongText("text", required: true)!;
        input.Skip("text");
        return "";
    }

    static InboundAuthor ReadAuthor(JsonInput input) => new(
        input.Text("id", required: true)!, input.Text("name", required: true)!, input.Text("handle"), input.Texts("tags", distinct: true) is var tags && input.Has("tags") ? tags : null);

    static PostAttachment ReadAttachment(JsonInput input) => new(
        input.Text("url", required: true, maxLength: 2000, check: SettingDefinition.CheckUrl)!, input.Text("mediaType"), input.Text("description", maxLength: 2000));
}

/// <summary>The body of <c>PUT /channels/{channel}/posts/{id}</c>: the whole post as it reads now.</summary>
/// <param name="EditedAt">When it was changed; now if left out. An older edit than the one that is known changes nothing.</param>
public sealed record EditBody(
    PostBody.AuthorBody Author, string? Text = null, string? Url = null, string? InReplyTo = null, DateTimeOffset? CreatedAt = null, string? Language = null,
    IReadOnlyList<PostAttachment>? Attachments = null, DateTimeOffset? EditedAt = null)
{
    internal static InboundPost Read(JsonInput input, string id, DateTimeOffset now)
    {
        var post = PostBody.ReadRest(input, id);
        var editedAt = input.Instant("editedAt") ?? now;
        // One from a clock that is ahead must not make later edits look old.
        return post with { EditedAt = editedAt < now ? editedAt : now };
    }
}
