using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Escalation.Organization;

/// <summary>JSON in which what is null is left out. Values that equal the default, and empty lists, become null.</summary>
static class CanonicalJson
{
    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var written = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                written.Add(name, value);
        }
        return written;
    }

    public static JsonNode? List<T>(ImmutableArray<T> items, Func<T, JsonNode> write) =>
        items.IsEmpty ? null : new JsonArray([.. items.Select(write)]);

    public static JsonNode? Texts(ImmutableArray<string> texts) => List(texts, text => text);

    public static JsonNode? Flag(bool value) => value ? true : null;

    public static JsonNode? Unless(int usual, int value) => value == usual ? null : value;

    public static JsonNode? Duration(TimeSpan? value) => value?.ToString("c", CultureInfo.InvariantCulture);

    public static JsonNode Instant(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
