namespace Escalation.Faults.Checks;

/// <summary>When a conversation was on hold or closed, by what its timeline tells.</summary>
static class Spans
{
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Holds(Snapshot rows, string conversation) =>
        Between(rows, conversation, begins: "held", "resumed", "closed");

    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Closings(Snapshot rows, string conversation) =>
        Between(rows, conversation, begins: "closed", "reopened");

    /// <summary>In order, what meets or overlaps made one.</summary>
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Union(IEnumerable<(DateTimeOffset From, DateTimeOffset? To)> spans)
    {
        var union = new List<(DateTimeOffset From, DateTimeOffset? To)>();
        foreach (var span in spans.OrderBy(s => s.From))
        {
            if (union is [.., var last] && (last.To is null || span.From <= last.To))
                union[^1] = (last.From, last.To is null || span.To is null ? null : last.To > span.To ? last.To : span.To);
            else
                union.Add(span);
        }
        return union;
    }

    static List<(DateTimeOffset From, DateTimeOffset? To)> Between(Snapshot rows, string conversation, string begins, params string[] ends)
    {
        var spans = new List<(DateTimeOffset From, DateTimeOffset? To)>();
        foreach (var entry in rows.TimelineOf(conversation))
        {
            var isOpen = spans is [.., (_, null)];
            if (entry.Text("event") == begins && !isOpen)
                spans.Add((entry.At("at"), null));
            else if (ends.Contains(entry.Text("event")) && isOpen)
                spans[^1] = (spans[^1].From, entry.At("at"));
        }
        return spans;
    }
}
