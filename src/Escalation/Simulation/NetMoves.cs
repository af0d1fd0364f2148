using System.Text.Json.Nodes;

namespace Escalation.Simulation;

/// <summary>A target gives one net <c>deadlineSet</c> or <c>deadlineMoved</c> an instant (the SLA rules, section 11): what moves it again at once is told with it.</summary>
static class NetMoves
{
    const string Set = "deadlineSet", Moved = "deadlineMoved";

    /// <param name="lines">All of one instant stand together.</param>
    public static IEnumerable<JsonObject> Of(IEnumerable<JsonObject> lines)
    {
        var told = new List<JsonObject>();
        var last = new Dictionary<(string? Conversation, string Target), JsonObject>();
        foreach (var line in lines)
        {
            if (Text(line, "target") is { } target && Text(line, "event")!.StartsWith("deadline", StringComparison.Ordinal))
            {
                var key = (Text(line, "conversation"), target);
                if (Text(line, "event") == Moved && last.TryGetValue(key, out var before) && Text(before, "at") == Text(line, "at"))
                {
                    if (Text(before, "event") == Set)
                    {
                        before["dueAt"] = line["dueAt"]?.DeepClone();
                        continue;
                    }
                    if (Text(before, "event") == Moved && told.Remove(before))
                    {
                        line.Remove("from");
                        if (before["from"] is { } from)
                            line.Insert(line.IndexOf("dueAt"), "from", from.DeepClone());
                    }
                }
                last[key] = line;
            }
            told.Add(line);
        }
        return told.Where(line => Text(line, "event") != Moved || Text(line, "from") != Text(line, "dueAt"));
    }

    static string? Text(JsonObject line, string field) => line[field]?.ToString();
}
