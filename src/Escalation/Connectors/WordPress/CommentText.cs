using System.Net;
using System.Text.RegularExpressions;

namespace Escalation.Connectors.WordPress;

/// <summary>Between an expert's plain text and the HTML that WordPress stores.</summary>
public static partial class CommentText
{
    /// <summary>
    /// Nothing of the text can become markup, and newlines stay (WordPress makes paragraphs of them). The backslash is
    /// written as WordPress itself would write it: its check for duplicates takes bare ones off before it compares.
    /// </summary>
    public static string ToHtml(string text) => text
        .ReplaceLineEndings("\n").Trim()
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\\", "&#092;");

    /// <summary>The words of a comment: paragraphs become newlines, a link keeps its address, other markup goes.</summary>
    public static string FromHtml(string html)
    {
        var text = html.ReplaceLineEndings("\n");
        text = Link().Replace(text, link =>
        {
            var (address, words) = (link.Groups["address"].Value, link.Groups["words"].Value);
            return words.Trim() == address.Trim() ? words : $"{words} ({address})";
        });
        text = Break().Replace(text, "\n");
        text = Tag().Replace(text, "");
        return Blank().Replace(WebUtility.HtmlDecode(text), "\n\n").Trim();
    }

    /// <summary>Whether two texts say the same; white space is WordPress's to change.</summary>
    public static bool Same(string one, string other) => Space().Replace(one, " ").Trim() == Space().Replace(other, " ").Trim();

    // No part of these can match across a "<" that it did not ask for, so that no text makes them slow.
    [GeneratedRegex("""<a\s[^<>]*?href\s*=\s*["'](?<address>https?:[^"'<>]*)["'][^<>]*>(?<words>[^<]*)</a\s*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"<br\s*/?>\n?|</?(p|div|li|blockquote|pre|ul|ol)(\s[^<>]*)?>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("</?[a-z][^<>]*>|<!--[^<>]*-->", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
