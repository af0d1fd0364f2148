using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Escalation.Input;

/// <summary>Reads a text as something more. Returns null if it could, else a sentence that says what is wrong.</summary>
public delegate string? Reading<T>(string text, out T value);

/// <summary>The readings and checks that every input shares. A check is a sentence that says what is wrong, null if the text is fine.</summary>
public static partial class Readings
{
    static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    /// <summary>.NET constant format, more than zero, at most ten years, so that no sum of it leaves the calendar.</summary>
    public static string? Duration(string text, out TimeSpan value)
    {
        value = default;
        if (!DurationFormat().IsMatch(text) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value))
            return "must be a duration such as 01:30:00, or 2.00:00:00 for two days";
        return value <= TimeSpan.Zero ? "must be more than zero"
            : value > LongestDuration ? "must not be longer than 3650 days"
            : null;
    }

    /// <summary>RFC 3339; given back in UTC.</summary>
    public static string? Instant(string text, out DateTimeOffset value)
    {
        value = default;
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text);
        if (!parsed.Success || parsed.Value.Year is < 2 or > 9998)
            return "must be a time with its offset, such as 2026-12-21T09:00:00Z or 2026-12-21T10:00:00+01:00";
        value = parsed.Value.ToInstant().ToDateTimeOffset();
        return null;
    }

    public static string? Date(string text, out LocalDate value)
    {
        return LocalDatePattern.Iso.Parse(text).TryGetValue(default, out value) && value.Year is > 1 and < 9999 ? null : "must be a date such as 2026-12-25";
    }

    /// <summary>One of the values, written in camelCase.</summary>
    public static Reading<T> OneOf<T>(params T[] allowed) where T : struct, Enum
    {
        var names = allowed.ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        return (string text, out T value) => names.TryGetValue(text, out value) ? null : OneOf(names.Keys)(text);
    }

    public static Func<string, string?> OneOf(params IEnumerable<string> allowed) =>
        text => allowed.Contains(text) ? null : $"must be one of {string.Join(", ", allowed)}";

    public static string? Email(string text) => EmailFormat().IsMatch(text) ? null : "must be an e-mail address such as ann@example.org";

    public static string? Language(string text) => LanguageFormat().IsMatch(text) ? null : "must be a language tag such as en or pt-BR";

    // TimeSpan's own "c" also takes "90" (ninety days) and "1:30" (hours), which nobody means.
    [GeneratedRegex(@"^([0-9]{1,8}\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?\z")]
    private static partial Regex DurationFormat();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z")]
    private static partial Regex EmailFormat();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageFormat();
}
