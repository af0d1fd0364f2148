using System.Text.Json.Nodes;

namespace Escalation.Faults.Checks;

/// <summary>What the versions of the organization promise, read from their stored text.</summary>
sealed class Promised(IReadOnlyList<Row> versions)
{
    readonly Dictionary<long, JsonNode> _files = versions.ToDictionary(v => v.Number("number"), v => JsonNode.Parse(v.Must("json"))!);

    public JsonNode Newest => _files[_files.Keys.Max()];

    /// <summary>The durations of a target under a policy in any version from one to another; a version may have been caught up with in between.</summary>
    public IReadOnlyList<TimeSpan> Between(long from, long through, string? policy, string target) =>
        [.. _files.Where(f => f.Key >= from && f.Key <= through).Select(f => Of(f.Value, policy, target)).OfType<TimeSpan>().Distinct()];

    static TimeSpan? Of(JsonNode file, string? policy, string target)
    {
        var named = file["slaPolicies"]?.AsArray().FirstOrDefault(p => p!["name"]!.GetValue<string>() == policy);
        return named?["targets"]?[target] is { } time ? TimeSpan.Parse(time.GetValue<string>(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>What a stretch of the run promised at most to each person.</summary>
    public int Capacity(string person, long from) => _files.Where(f => f.Key >= from)
        .Max(f => f.Value["people"]!.AsArray().FirstOrDefault(p => p!["name"]!.GetValue<string>() == person)?["capacity"]?.GetValue<int>() ?? 10);
}
