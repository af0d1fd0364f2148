using Escalation.Questions;

namespace Escalation.Server.Api;

static class TimelineJson
{
    /// <summary><c>{at, event, by, …}</c>: the entry's own facts stand beside the common ones.</summary>
    public static Dictionary<string, object?> Of(TimelineEntry entry)
    {
        var json = new Dictionary<string, object?> { ["at"] = entry.At, ["event"] = entry.Event, ["by"] = entry.By };
        foreach (var (name, value) in entry.Facts)
            json[name] = value;
        return json;
    }
}
