using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Escalation.Connectors.WordPress;

/// <summary>A comment as <c>/wp/v2/comments?context=edit</c> shows it; <c>Author</c> and <c>Parent</c> are 0 for "none".</summary>
/// <param name="DateGmt">UTC without a zone mark; nonsense in some imported comments.</param>
/// <param name="Status"><c>approved</c>, <c>hold</c>, <c>spam</c> or <c>trash</c>.</param>
sealed record WordPressComment(
    [property: JsonRequired] long Id, long Post, long Parent, long Author, string? AuthorName, string? AuthorEmail,
    string? DateGmt, WordPressContent? Content, string? Link, string? Type, string? Status)
{
    /// <summary>All that is asked for, of about twice as much that WordPress would send.</summary>
    public const string Fields = "id,post,parent,author,author_name,author_email,date_gmt,content,link,type,status";

    public DateTimeOffset? At => DateTimeOffset.TryParseExact(
        DateGmt, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public string Text => CommentText.FromHtml(Content?.Raw ?? "");

    public bool IsApproved => Status == "approved";

    /// <summary>Put away by a moderator or a filter: nobody sees it any more.</summary>
    public bool IsPutAway => Status is "spam" or "trash";

    public Delivery.Delivered ToDelivered(DateTimeOffset? at = null) =>
        new([new DeliveredPart(Id.ToString(CultureInfo.InvariantCulture), Link)], at);

    public InboundPost ToPost(long us) => new(
        Id.ToString(CultureInfo.InvariantCulture),
        Text,
        new InboundAuthor(AuthorId(), string.IsNullOrWhiteSpace(AuthorName) ? "Anonymous" : WebUtility.HtmlDecode(AuthorName)),
        InReplyTo: Parent == 0 ? null : Parent.ToString(CultureInfo.InvariantCulture),
        Url: Link,
        CreatedAt: At,
        Ours: Author == us,
        Bot: Type is "pingback" or "trackback");

    /// <summary>Guests are told apart by e-mail address, or else by name; neither may be read from the id.</summary>
    string AuthorId()
    {
        if (Author > 0)
            return $"user-{Author}";
        var known = !string.IsNullOrWhiteSpace(AuthorEmail) ? AuthorEmail
            : !string.IsNullOrWhiteSpace(AuthorName) ? $"name {AuthorName}"
            : $"comment {Id}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(known.Trim().ToLowerInvariant()));
        return "guest:" + Convert.ToHexStringLower(hash)[..16];
    }
}

sealed record WordPressContent(string? Raw);
