using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Escalation.Input;

/// <summary>
/// One JSON object while it is read. Every method asks for one field; what is wrong with it becomes a <see cref="Fault"/>
/// and reading goes on, so that all faults are told at once. A field that is left out or null gives null (a list: empty),
/// one at fault too. Fields that nobody asked for, and fields written twice, are refused. Comments and trailing commas are allowed.
/// </summary>
public sealed partial class JsonInput
{
    readonly JsonElement element;
    readonly List<Fault> faults;
    readonly List<string> asked = [];

    JsonInput(JsonElement element, string path, List<Fault> faults)
    {
        (this.element, Path, this.faults) = (element, path, faults);
        foreach (var twice in element.EnumerateObject().GroupBy(field => field.Name).Where(same => same.Skip(1).Any()))
            Fault(Place(twice.Key), "is written more than once");
    }

    /// <summary><c>people[0]</c>; <c>$</c> for the outermost object.</summary>
    public string Path { get; }

    /// <summary>Reads an input. No content makes it throw; its size is the caller's to limit.</summary>
    /// <param name="read">Asks for the fields. What it returns is thrown away if there are faults, so it may fill gaps with anything.</param>
    public static ReadResult<T> Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonInput, T> read) where T : class
    {
        using var document = JsonSyntax.Parse(utf8, out var syntax);
        if (document is null)
            return new(null, [syntax!]);
        var faults = new List<Fault>();
        var value = ReadObject(document.RootElement, "$", faults, read);
        return new(value, [.. faults]);
    }

    public static ReadResult<T> Read<T>(string json, Func<JsonInput, T> read) where T : class => Read(Encoding.UTF8.GetBytes(json), read);

    /// <summary>Tells a fault that only the caller can see.</summary>
    /// <param name="place">The field, or an element of its list: <c>monday[1]</c>.</param>
    public void Fault(string place, string message) =>
        faults.Add(new(PathOf(place), message));

    /// <summary>A text that shows something.</summary>
    /// <param name="check">A sentence that says what is wrong with it, null if it is fine.</param>
    public string? Text(string name, bool required = false, int maxLength = 200, Func<string, string?>? check = null) =>
        Ask(name, required) is { } value ? ReadText(value, name, maxLength, check) : null;

    /// <summary>Texts, none blank.</summary>
    /// <param name="required">There must be at least one.</param>
    /// <param name="distinct">None may be there twice.</param>
    public ImmutableArray<string> Texts(string name, bool required = false, int maxLength = 200, bool distinct = false, Func<string, string?>? check = null) =>
        Items(name, required, distinct, (value, place) => ReadText(value, place, maxLength, check)!);

    /// <summary>A text that stands for something else: <see cref="Readings"/>.</summary>
    public T? Value<T>(string name, Reading<T> reading, bool required = false) where T : struct =>
        Ask(name, required) is { } value ? ReadValue(value, name, reading, out var result) ? result : null : null;

    /// <summary>As <see cref="Value"/>. One at fault leaves a default value at its place.</summary>
    public ImmutableArray<T> Values<T>(string name, Reading<T> reading, bool required = false, bool distinct = false) =>
        Items(name, required, distinct, (value, place) => ReadValue(value, place, reading, out var result) ? result : default!);

    /// <summary>.NET constant format, more than zero.</summary>
    public TimeSpan? Duration(string name, bool required = false) => Value<TimeSpan>(name, Readings.Duration, required);

    /// <summary>ISO 8601 with an offset or Z; given back in UTC.</summary>
    public DateTimeOffset? Instant(string name, bool required = false) => Value<DateTimeOffset>(name, Readings.Instant, required);

    public bool? Flag(string name, bool required = false) => Ask(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Refuse<bool?>(name, "must be true or false"),
    };

    /// <summary>A whole number within both bounds.</summary>
    public int? Whole(string name, int min, int max, bool required = false) => Ask(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= min && number <= max => number,
        _ => Refuse<int?>(name, $"must be a whole number from {min} to {max}"),
    };

    /// <summary>A text, number or boolean as it is written; it outlives the reading.</summary>
    /// <param name="check">Sees a number or boolean as its JSON text.</param>
    public JsonElement? Scalar(string name, bool required = false, int maxLength = 2000, Func<string, string?>? check = null)
    {
        switch (Ask(name, required))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                return ReadText(text, name, maxLength, check) is null ? null : text.Clone();
            case { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value:
                return check?.Invoke(value.GetRawText()) is { } wrong ? Refuse<JsonElement?>(name, wrong) : value.Clone();
            default:
                return Refuse<JsonElement?>(name, "must be a text, a number, true or false");
        }
    }

    public T? Object<T>(string name, Func<JsonInput, T> read, bool required = false) where T : class =>
        Ask(name, required) is { } value ? ReadObject(value, PathOf(name), faults, read) : null;

    /// <summary>Objects. One at fault may leave null at its place.</summary>
    /// <param name="required">There must be at least one.</param>
    public ImmutableArray<T> List<T>(string name, Func<JsonInput, T> read, bool required = false) where T : class =>
        Items(name, required, false, (value, place) => ReadObject(value, PathOf(place), faults, read)!);

    /// <summary>Whether the field is written and not null, be it at fault or not.</summary>
    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether the field is written, and is null: for the few where that is not the same as leaving it out.</summary>
    public bool IsNull(string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the field is a text that shows nothing, or not written at all.</summary>
    public bool IsEmptyText(string name) => !Has(name) || element.GetProperty(name) is { ValueKind: JsonValueKind.String } text && VisibleText.IsEmpty(text.GetString());

    /// <summary>Accepts a field unread, because what would judge it is itself at fault.</summary>
    public void Skip(string name, bool required = false) => Ask(name, required);

    /// <summary>Accepts all fields unread.</summary>
    public void SkipAll() => asked.AddRange(element.EnumerateObject().Select(field => field.Name));
}
