using System.Globalization;
using System.Text;

namespace Escalation.Server.Health;

/// <summary>
/// Names, labels and numbers as the Prometheus text format 0.0.4 wants them; names and units of OpenTelemetry are turned
/// into Prometheus' own the way its specification says ("Prometheus and OpenMetrics Compatibility").
/// </summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string MetricName(string name, string? unit, bool isCounter)
    {
        var text = Clean(name, isColonAllowed: true);
        if (isCounter && text.EndsWith("_total", StringComparison.Ordinal))
            text = text[..^"_total".Length];
        if (UnitName(unit) is { Length: > 0 } suffix && !text.EndsWith("_" + suffix, StringComparison.Ordinal))
            text += "_" + suffix;
        return isCounter ? text + "_total" : text;
    }

    /// <summary><c>a="1",b="2"</c>, by name, without braces. Tags that become the same label share it, as two of one name are not allowed.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            // A bucket's bound has this name for itself.
            var name = Clean(key, isColonAllowed: false) is var clean && clean == "le" ? "exported_le" : clean;
            labels[name] = labels.TryGetValue(name, out var first) ? $"{first};{Text(value)}" : Text(value);
        }
        return string.Join(',', labels.Select(label => $"{label.Key}=\"{EscapeLabel(label.Value)}\""));
    }

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString(CultureInfo.InvariantCulture);

    public static string EscapeHelp(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");

    static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"");

    static string Text(object? value) => value is bool truth
        ? truth ? "true" : "false"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    static string UnitName(string? unit) => unit switch
    {
        // "ea" is MassTransit's way to say that it counts.
        null or "" or "1" or "ea" => "",
        ['{', ..] => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "%" => "percent",
        _ => Clean(unit, isColonAllowed: false),
    };

    /// <summary>Letters, digits and single underscores, not beginning with a digit.</summary>
    static string Clean(string name, bool isColonAllowed)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var isKept = char.IsAsciiLetterOrDigit(c) || c == ':' && isColonAllowed;
            if (clean.Length == 0 && (!isKept || char.IsAsciiDigit(c)))
                clean.Append('_');
            if (isKept)
                clean.Append(c);
            else if (clean[^1] != '_')
                clean.Append('_');
        }
        return clean.Length > 0 ? clean.ToString() : "_";
    }
}
