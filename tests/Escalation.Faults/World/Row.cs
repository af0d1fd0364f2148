using System.Globalization;

namespace Escalation.Faults.World;

/// <summary>A row of a table by the names of its columns.</summary>
sealed class Row(IReadOnlyDictionary<string, object?> fields)
{
    public bool Has(string column) => fields.ContainsKey(column);

    public string? Text(string column) => fields.GetValueOrDefault(column)?.ToString();

    public string Must(string column) => Text(column) ?? throw new InvalidOperationException($"{column} is null in {this}");

    /// <summary>Ids are upper case in one database and lower case in the other.</summary>
    public string Id(string column = "id") => Must(column).ToLowerInvariant();

    public string? IdOrNull(string column) => Text(column)?.ToLowerInvariant();

    public long Number(string column) => Convert.ToInt64(fields[column], CultureInfo.InvariantCulture);

    public bool Flag(string column) => fields[column] is bool flag ? flag : Number(column) != 0;

    /// <summary>Instants are UTC ticks.</summary>
    public DateTimeOffset At(string column) => new(Number(column), TimeSpan.Zero);

    public DateTimeOffset? AtOrNull(string column) => fields.GetValueOrDefault(column) is null ? null : At(column);

    public TimeSpan? SpanOrNull(string column) => fields.GetValueOrDefault(column) is null ? null : TimeSpan.FromTicks(Number(column));

    /// <summary>Of a timeline entry; null: it has none of that name.</summary>
    public string? Fact(string name) => System.Text.Json.Nodes.JsonNode.Parse(Must("facts"))?[name]?.ToString();

    public override string ToString() => "{" + string.Join(", ", fields.Where(f => f.Value is not null).Select(f => $"{f.Key}: {Shown(f.Key, f.Value!)}")) + "}";

    static string Shown(string column, object value) =>
        (column.EndsWith("_at", StringComparison.Ordinal) || column is "at" or "leased_until" or "hold_until") && value is long ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero).ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
            : value.ToString()!;
}
