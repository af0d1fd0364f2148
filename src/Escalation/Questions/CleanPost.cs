using System.Security.Cryptography;
using System.Text;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Questions;

/// <summary>What a network sends, made such that every database keeps it: no post may stop its channel.</summary>
public static class CleanPost
{
    public static InboundPost Clean(this InboundPost post) => post with
    {
        Id = Clean(post.Id),
        // Nothing is to be seen of it.
        Text = VisibleText.IsEmpty(post.Text) ? "" : Clean(post.Text),
        Author = post.Author with { Id = ShortId(Clean(post.Author.Id)), Name = Clean(post.Author.Name), Handle = CleanIfAny(post.Author.Handle) },
        // No post with such an id is ever kept.
        InReplyTo = CleanIfAny(post.InReplyTo) is { } parent && Encoding.UTF8.GetByteCount(parent) <= ReceivePost.MaxIdBytes ? parent : null,
        Url = CleanIfAny(post.Url),
        Language = CleanIfAny(post.Language),
        Visibility = Clean(post.Visibility),
    };

    /// <summary>An author must be told apart from others by any database's index.</summary>
    static string ShortId(string id) =>
        Encoding.UTF8.GetByteCount(id) <= ReceivePost.MaxIdBytes ? id : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    static string? CleanIfAny(string? text) => text is null ? null : Clean(text);

    /// <summary>PostgreSQL keeps no U+0000 in text, UTF-8 no half of a surrogate pair; an endless post is cut rather than lost.</summary>
    static string Clean(string text)
    {
        if (text.Length * 3 <= ReceivePost.MaxTextBytes && !text.Any(c => c == '\0' || char.IsSurrogate(c)))
            return text;
        var bytes = Encoding.UTF8.GetBytes(text.Replace("\0", ""));
        if (bytes.Length <= ReceivePost.MaxTextBytes)
            return Encoding.UTF8.GetString(bytes);
        var end = ReceivePost.MaxTextBytes;
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }
}
