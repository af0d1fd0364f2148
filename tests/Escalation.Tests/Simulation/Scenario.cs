using System.Text.Json;
using System.Text.Json.Nodes;

namespace Escalation.Tests.Simulation;

/// <summary>
/// A folder of tests/Scenarios: what happens (<c>events.jsonl</c>) and what must come of it (<c>expected.jsonl</c>), written
/// from the rules and not from what the program said. The first line of the expected tells what it is about:
/// <c>happened</c> (a sentence), <c>kinds</c> (the events that are compared; left out: all) and <c>organization</c> (a
/// shared one; left out: the folder's own, else <c>organization.json</c>). What the service refuses to do is a line
/// <c>{"refused": "line 3: …"}</c> after all others.
/// </summary>
sealed class Scenario
{
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    readonly string _folder;
    readonly JsonObject _about;
    readonly string[] _expected;

    Scenario(string folder)
    {
        _folder = folder;
        var lines = File.ReadAllLines(Path.Combine(folder, "expected.jsonl"));
        (_about, _expected) = (JsonNode.Parse(lines[0])!.AsObject(), [.. lines.Skip(1).Where(line => line.Length > 0).Select(Plain)]);
    }

    public static IEnumerable<string> Names => Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static Scenario Named(string name) => new(Path.Combine(Root, name));

    public string Happened => (string?)_about["happened"] ?? "";

    public IReadOnlyList<string> Expected => _expected;

    /// <summary>What came of it, of the kinds that are compared.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var kinds = _about["kinds"]?.AsArray().Select(kind => (string)kind!).ToHashSet();
        var result = await Simulated.RunAsync(File.ReadAllText(Organization), File.ReadLines(Path.Combine(_folder, "events.jsonl")), path => File.ReadAllText(Path.Combine(_folder, path)));
        return [.. result.Output
            .Where(line => kinds is null || kinds.Contains((string)JsonNode.Parse(line)!["event"]!)).Select(Plain)
            .Concat(result.Refused.Select(why => Plain(new JsonObject { ["refused"] = why }.ToJsonString())))];
    }

    string Organization =>
        File.Exists(Path.Combine(_folder, "organization.json")) ? Path.Combine(_folder, "organization.json") : Path.Combine(Root, ((string?)_about["organization"] ?? "organization") + ".json");

    /// <summary>So that blanks and the order of fields do not matter.</summary>
    static string Plain(string line) => string.Join(' ', JsonNode.Parse(line)!.AsObject()
        .OrderBy(field => Rank(field.Key)).ThenBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{field.Key}: {field.Value?.ToJsonString(Unescaped) ?? "null"}"));

    static int Rank(string field) => Array.IndexOf(["at", "event", "conversation"], field) is var rank and >= 0 ? rank : 3;

    static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
