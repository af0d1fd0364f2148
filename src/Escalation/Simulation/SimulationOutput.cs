using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Simulation;

/// <summary>Writes what happened as the timeline has it, in the events and fields of the public contract: conversations by name, nothing that differs from run to run.</summary>
sealed class SimulationOutput(Database database, Action<string> write)
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fields that hold the id of another conversation.</summary>
    static readonly IReadOnlySet<string> Conversations = new HashSet<string> { "into", "to", "from" };

    static readonly IReadOnlyDictionary<string, string[]> Events = new Dictionary<string, string[]>
    {
        ["received"] = [],
        ["classified"] = ["topic", "confidence"],
        ["triage"] = [],
        ["assigned"] = ["expert"],
        ["accepted"] = [],
        ["declined"] = ["suggest"],
        ["unassigned"] = ["topic"],
        ["uncovered"] = ["topic", "target", "step"],
        ["deadlineSet"] = ["target", "cycle", "dueAt"],
        ["deadlineMoved"] = ["target", "from", "dueAt"],
        ["deadlinePaused"] = ["target", "remaining"],
        ["deadlineResumed"] = ["target", "dueAt"],
        ["deadlineMet"] = ["target", "dueAt"],
        ["deadlineBreached"] = ["target", "dueAt", "retroactive"],
        ["deadlineCancelled"] = ["target"],
        ["escalated"] = ["target", "step", "actions", "notified", "late", "skipped"],
        ["priority"] = ["to"],
        ["answered"] = ["holding"],
        ["delivered"] = [],
        ["deliveryFailed"] = [],
        ["held"] = ["until"],
        ["resumed"] = [],
        ["closed"] = ["reason"],
        ["reopened"] = [],
        ["linked"] = ["to"],
        ["merged"] = ["into", "from"],
    };

    readonly Dictionary<Guid, string> _names = [];
    readonly List<(DateTimeOffset At, JsonObject Line)> _duplicates = [];
    long _last;
    int _instants;

    /// <summary>Its first post names it, later ones do not.</summary>
    public void Name(Guid conversation, string name) => _names.TryAdd(conversation, name);

    public void Duplicate(Guid conversation, DateTimeOffset at, string post)
    {
        var line = Line(at, "duplicate", conversation, null);
        line["post"] = post;
        _duplicates.Add((at, line));
    }

    /// <summary>What has happened since it was last written, but not at every call.</summary>
    /// <param name="atLeast">How many calls make it worth the look.</param>
    public async Task WriteAsync(int atLeast, CancellationToken cancellation)
    {
        if (++_instants < atLeast)
            return;
        _instants = 0;
        var entries = await database.ReadAsync(db => db.Timeline.Where(e => e.Id > _last).OrderBy(e => e.Id).ToListAsync(cancellation));
        if (entries.Count > 0)
            _last = entries[^1].Id;
        var lines = entries.Where(e => e.ConversationId is not null && Events.ContainsKey(e.Event)).Select(e => (e.At, Line: Of(e)));
        foreach (var line in NetMoves.Of(lines.Concat(_duplicates).OrderBy(l => l.At).Select(l => l.Line)))
            write(line.ToJsonString(Plain));
        _duplicates.Clear();
    }

    JsonObject Of(TimelineEntry entry)
    {
        var line = Line(entry.At, entry.Event, entry.ConversationId!.Value, entry.By);
        foreach (var field in Events[entry.Event])
        {
            if (entry.Facts.TryGetValue(field, out var value) && (value is not null || field == "dueAt"))
                line[field] = Value(field, value);
        }
        return line;
    }

    JsonNode? Value(string field, object? value)
    {
        var node = JsonSerializer.SerializeToNode(value, Plain);
        return Conversations.Contains(field) && Guid.TryParse(node?.ToString(), out var id) ? _names.GetValueOrDefault(id) : node;
    }

    JsonObject Line(DateTimeOffset at, string what, Guid conversation, string? by)
    {
        var line = new JsonObject { ["at"] = Instant(at), ["event"] = what, ["conversation"] = _names.GetValueOrDefault(conversation) };
        if (by is not null)
            line["by"] = by;
        return line;
    }

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
