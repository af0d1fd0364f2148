using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Escalation.Input;

/// <summary>How one JSON value is judged, wherever it stands.</summary>
public sealed partial class JsonInput
{
    /// <summary>One field's texts over a list of objects, not judged: what a reference elsewhere in the input may name.</summary>
    public IEnumerable<string> Glimpse(string list, string field)
    {
        if (!element.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String)
                yield return value.GetString()!;
        }
    }

    JsonElement? Ask(string name, bool required)
    {
        asked.Add(name);
        if (element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            return value;
        if (required)
            Fault(name, "is required");
        return null;
    }

    static T? ReadObject<T>(JsonElement value, string path, List<Fault> faults, Func<JsonInput, T> read) where T : class
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new(path, "must be an object"));
            return null;
        }
        var input = new JsonInput(value, path, faults);
        var result = read(input);
        input.RefuseUnknown();
        return result;
    }

    void RefuseUnknown()
    {
        foreach (var name in element.EnumerateObject().Select(field => field.Name).Except(asked))
        {
            var hint = Suggestion.For(name, asked);
            Fault(Place(name), "is not known here" + (hint != "" ? hint : $"; there are {string.Join(", ", asked)}"));
        }
    }

    string? ReadText(JsonElement value, string place, int maxLength, Func<string, string?>? check)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Refuse<string>(place, "must be a text");
        var text = value.GetString()!;
        var wrong = VisibleText.IsEmpty(text) ? "must not be empty"
            : text.Contains('\0') ? "must not contain the character NUL"
            : text.Length > maxLength ? $"must not be longer than {maxLength} characters"
            : check?.Invoke(text);
        return wrong is null ? text : Refuse<string>(place, wrong);
    }

    bool ReadValue<T>(JsonElement value, string place, Reading<T> reading, out T result)
    {
        var read = default(T)!;
        var text = ReadText(value, place, 200, text => reading(text, out read));
        result = read;
        return text is not null;
    }

    ImmutableArray<T> Items<T>(string name, bool required, bool distinct, Func<JsonElement, string, T> read)
    {
        if (Ask(name, required) is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            return Refuse<ImmutableArray<T>?>(name, "must be a list") ?? [];
        if (required && list.GetArrayLength() == 0)
            Fault(name, "must not be empty");

        var seen = new HashSet<string?>();
        var items = ImmutableArray.CreateBuilder<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            var place = $"{name}[{items.Count}]";
            items.Add(read(item, place));
            if (distinct && item.ValueKind == JsonValueKind.String && !seen.Add(item.GetString()))
                Fault(place, "is already in the list");
        }
        return items.DrainToImmutable();
    }

    T? Refuse<T>(string place, string message)
    {
        Fault(place, message);
        return default;
    }

    string PathOf(string place) => place.StartsWith('[') ? Path + place : Path == "$" ? place : $"{Path}.{place}";

    /// <summary>A foreign field's name as a step of a path; one that would not be told apart from the path is set in brackets.</summary>
    static string Place(string name) => PlainName().IsMatch(name) ? name : $"[{Suggestion.Quote(name)}]";

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex PlainName();
}
