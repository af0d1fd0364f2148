using Escalation.Input;

namespace Escalation.Server.Api;

/// <summary>Part of a list. <paramref name="Next"/> goes into <c>after</c> of the next call; null: there is no more.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

static class Page
{
    const int Default = 50, Most = 200;

    public const string BadCursor = "must be the next of an earlier list";
    public static readonly string LimitMeaning = $"How many at most; {Default} if left out, never more than {Most}";

    public static int Limit(JsonInput query) => Math.Min(query.Value<int>("limit", Query.Count) ?? Default, Most);

    /// <param name="rows">One more than the limit, if there are.</param>
    public static Page<TItem> Of<TRow, TItem>(List<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}
