using System.Globalization;
using Escalation.Sla;

namespace Escalation.Server.Pages.Shared;

/// <summary>Times as people say them.</summary>
static class Humane
{
    const int MostSpans = 4;

    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalHours: < 24 } and var passed => $"{Span(passed)} ago",
        _ => at.ToString(at.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture),
    };

    public static string Due(DateTimeOffset at, DateTimeOffset now) =>
        at >= now ? $"due in {Span(at - now)}" : $"overdue by {Span(now - at)}";

    /// <summary>In UTC: <c>Mon 30 Nov 09:00</c>.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>In UTC, the first few: <c>Mon 30 Nov 09:00 to 17:00, …</c>.</summary>
    public static string Spans(IReadOnlyList<OpenSpan> spans) =>
        string.Join(", ", spans.Take(MostSpans).Select(span => $"{Instant(span.From)} to {(span.From.UtcDateTime.Date == span.To.UtcDateTime.Date ? span.To.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) : Instant(span.To))}"))
        + (spans.Count > MostSpans ? $" and {spans.Count - MostSpans} more times" : "");

    /// <summary>The two largest units, rounded to minutes: <c>1 h 58 min</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var minutes = Math.Max(1, (long)Math.Round(span.TotalMinutes));
        return minutes switch
        {
            < 60 => $"{minutes} min",
            < 24 * 60 => minutes % 60 == 0 ? $"{minutes / 60} h" : $"{minutes / 60} h {minutes % 60} min",
            _ => minutes / 60 % 24 == 0 ? $"{minutes / 60 / 24} d" : $"{minutes / 60 / 24} d {minutes / 60 % 24} h",
        };
    }

    /// <summary>In whole percents; not quite certain is never 100.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{(share < 1 ? Math.Min(99, Math.Round(share * 100)) : 100)} %");

    /// <summary>The beginning, on one line.</summary>
    public static string Excerpt(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
            return line;
        var end = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..end].TrimEnd() + "…";
    }

    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => StringInfo.GetNextTextElement(word)).ToList();
        return string.Concat(words is [_, _, ..] ? [words[0], words[^1]] : words).ToUpperInvariant();
    }
}
