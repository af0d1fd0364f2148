using System.Text.Json.Nodes;

namespace Escalation.Faults.Checks;

/// <summary>Invariant 3: nobody is given more than they have places for, and nothing waits for which somebody is free.</summary>
sealed class PlacesAreKept : ICheck
{
    public bool MayHeal => true;

    public IEnumerable<string> Violations(Facts facts)
    {
        var promised = new Promised(facts.Rows.Organizations);
        var since = facts.Rows.Conversations.Select(c => c.Number("organization_version")).DefaultIfEmpty(1).Min();
        var held = facts.Rows.Conversations.Where(c => c.Text("state") is "Assigned" or "Accepted").ToLookup(c => c.Text("expert") ?? "nobody");
        foreach (var expert in held)
        {
            var chosen = expert.Where(c => IsByChoice(facts, c)).ToList();
            if (chosen.Count > promised.Capacity(expert.Key, since))
                yield return $"{expert.Key} was given {chosen.Count} at once: {string.Join("; ", chosen)}";
        }
        foreach (var waiting in facts.Rows.Conversations.Where(c => c.Text("state") == "Waiting"))
        {
            if (promised.Newest["people"]!.AsArray().FirstOrDefault(p => IsFree(facts, waiting, p!)) is { } free)
                yield return $"It waits and {free["name"]} is free: {waiting}; {string.Join("; ", facts.Rows.TimelineOf(waiting.Id()))}";
        }
    }

    /// <summary>By the service; not by a person, and not as a follow-up.</summary>
    static bool IsByChoice(Facts facts, Row c)
    {
        var last = facts.Rows.TimelineOf(c.Id()).LastOrDefault(e => e.Text("event") is "assigned" or "followUp");
        return last?.Text("event") == "assigned" && last.Text("by") is null;
    }

    static bool IsFree(Facts facts, Row waiting, JsonNode person)
    {
        var name = person["name"]!.GetValue<string>();
        return person["topics"]?.AsArray().Any(t => t!["topic"]!.GetValue<string>() == waiting.Text("topic")) == true
            && person["absences"] is not JsonArray { Count: > 0 }
            && !JsonNode.Parse(waiting.Must("passed_over"))!.AsArray().Any(p => p!.GetValue<string>() == name)
            && (facts.Rows.Held.FirstOrDefault(h => h.Text("expert") == name)?.Number("n") ?? 0) < (person["capacity"]?.GetValue<int>() ?? 10);
    }
}
