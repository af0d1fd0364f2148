namespace Escalation.Faults.Checks;

/// <summary>When a conversation was on hold or closed, by what its timeline tells.</summary>
static class Spans
{
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Holds(Snapshot rows, string conversation) =>
        Between(rows, conversation, begins: "held", "resumed", "closed");

    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Closings(Snapshot rows, string conversation) =>
        Between(rows, conversation, begins: "closed", "reopened");

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
