namespace Escalation.Topics;

/// <summary>What somebody wrote themselves: of a post that looks like a mail, without quoted lines (<c>&gt; …</c>, RFC 3676, section 4.5) and signature (<c>-- </c>, section 4.3).</summary>
public static class Substance
{
    /// <summary>Of what is substance already, the same. Where nothing would be left (a bare forward), it is the whole.</summary>
    public static string Of(string text)
    {
        if (!text.Contains('>') && !text.Contains("--", StringComparison.Ordinal))
            return text;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var own = Own(lines, AnnouncesQuote);
        // "Hello, I get this error:" is more than a greeting.
        if (own is not null && SmallTalk.IsAll(own))
            own = Own(lines, (all, i) => AnnouncesQuote(all, i) && NamesWriter(all[i]));
        return own is null || own.Length == 0 || IsSignature(own.Split('\n')[0]) ? text : own;
    }

    /// <summary>Null: it is all of it.</summary>
    static string? Own(string[] lines, Func<string[], int, bool> announces)
    {
        var kept = new List<string>(lines.Length);
        for (var i = 0; i < lines.Length && !(IsSignature(lines[i]) && kept.Any(HasText)); i++)
        {
            if (!IsQuoted(lines[i]) && !announces(lines, i))
                kept.Add(lines[i]);
        }
        return kept.Count == lines.Length ? null : string.Join('\n', kept).Trim();
    }

    static bool IsQuoted(string line) => line.AsSpan().TrimStart().StartsWith(">");

    /// <summary>Many programs lose the blank at the end.</summary>
    static bool IsSignature(string line) => line.AsSpan().TrimEnd() is "--";

    /// <summary>"On Monday Ann wrote:"; in any language it ends so, and the quote follows.</summary>
    static bool AnnouncesQuote(string[] lines, int i)
    {
        if (!lines[i].AsSpan().TrimEnd().EndsWith(":"))
            return false;
        var next = i + 1;
        while (next < lines.Length && !HasText(lines[next]))
            next++;
        return next < lines.Length && IsQuoted(lines[next]);
    }

    /// <summary>Programs write the date or the address there.</summary>
    static bool NamesWriter(string line) => line.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || line.AsSpan().IndexOfAny('@', '<') >= 0;

    static bool HasText(string line) => !string.IsNullOrWhiteSpace(line);
}
