using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Sla;

/// <summary>What may happen to a handful of conversations in any order; each step some time after the one before.</summary>
/// <param name="Variant">Whose, how long, to which; as the kind needs it.</param>
public sealed record StoryStep(string Do, int Conversation, int Variant, TimeSpan After)
{
    public override string ToString() => $"+{After:c} {Do} {Conversation}/{Variant}";
}

static class PromiseStories
{
    const int Conversations = 4;
    static readonly DateTimeOffset Start = Some.Monday.AddHours(-1);

    /// <summary>One organization a policy edit may change over to.</summary>
    public static readonly IReadOnlyList<string> Organizations =
    [
        Organization("", """{"firstResponse": "02:00:00", "nextResponse": "03:00:00", "resolution": "1.00:00:00", "acceptance": "00:30:00"}""", "ladder"),
        Organization("office", """{"firstResponse": "01:00:00", "nextResponse": "00:30:00", "resolution": "06:00:00"}""", "ladder"),
        Organization("nights", """{"nextResponse": "04:00:00", "resolution": "09:00:00.0000007", "acceptance": "01:00:00"}""", "short"),
        Organization("office", """{"firstResponse": "00:10:00", "resolution": "20:00:00"}""", ""),
    ];

    static readonly Gen<TimeSpan> Wait = Gen.Frequency(
        (4, Gen.Choose(1, 90).Select(minutes => TimeSpan.FromMinutes(minutes))),
        (2, Gen.Choose(1, 12).Select(quarters => TimeSpan.FromMinutes(30 * quarters))),
        (1, Gen.Choose(1, 40).Select(hours => TimeSpan.FromHours(hours))),
        (1, Gen.Choose(1, 10_000_000).Select(ticks => TimeSpan.FromTicks(ticks))));

    static readonly Gen<StoryStep> Step =
        from what in Gen.Frequency(
            (5, Gen.Constant("post")), (5, Gen.Constant("answer")), (2, Gen.Constant("hold")), (3, Gen.Constant("resume")), (2, Gen.Constant("close")), (2, Gen.Constant("forward")),
            (1, Gen.Constant("accept")), (1, Gen.Constant("note")), (1, Gen.Constant("priority")), (1, Gen.Constant("apply")))
        from conversation in Gen.Choose(0, Conversations - 1)
        from variant in Gen.Choose(0, 11)
        from wait in Wait
        select new StoryStep(what, conversation, variant, wait);

    /// <summary>A failing story is told without what it does not need.</summary>
    public static readonly Arbitrary<StoryStep[]> All = Arb.From(
        Step.ArrayOf(60), story => Enumerable.Range(0, story.Length).Select(i => story.Where((_, at) => at != i).ToArray()));

    /// <summary>As lines for <c>simulate</c>. The first that happens to a conversation is its first post.</summary>
    public static IEnumerable<string> Lines(IEnumerable<StoryStep> story)
    {
        var at = Start;
        var posts = new int[Conversations];
        foreach (var step in story)
        {
            at += step.After;
            yield return Line(step, posts[step.Conversation] == 0 && step.Do != "apply" ? "post" : step.Do, at, posts).ToJsonString();
        }
        yield return new JsonObject { ["at"] = Text(at.AddDays(9)), ["do"] = "end" }.ToJsonString();
    }

    /// <summary>When which organization comes into force.</summary>
    public static IEnumerable<(DateTimeOffset At, int Organization)> Edits(IEnumerable<StoryStep> story)
    {
        var at = Start;
        yield return (at, 0);
        foreach (var step in story)
        {
            at += step.After;
            if (step.Do == "apply")
                yield return (at, step.Variant % Organizations.Count);
        }
    }

    static JsonObject Line(StoryStep step, string what, DateTimeOffset at, int[] posts)
    {
        var (c, v) = (step.Conversation, step.Variant);
        var line = new JsonObject { ["at"] = Text(at), ["do"] = what };
        if (what == "apply")
            line["organization"] = $"{v % Organizations.Count}";
        else if (what != "post")
            line["conversation"] = $"c/{c}-1";
        switch (what)
        {
            case "post":
                var number = ++posts[c];
                (line["channel"], line["id"], line["text"]) = ("c", $"{c}-{number}", "My invoice");
                line["author"] = new JsonObject { ["id"] = v == 11 && number > 1 ? "carl" : "zoe" };
                if (number > 1)
                    line["inReplyTo"] = $"{c}-{number - 1}";
                break;
            case "answer":
                (line["by"], line["holding"], line["deliveryFails"]) = (v % 2 == 0 ? "ann" : "bob", v == 10, v == 11);
                if (v is > 2 and < 6)
                    line["deliveryTakes"] = TimeSpan.FromMinutes(20 * v).ToString("c");
                break;
            case "hold" when v > 7:
                (line["by"], line["until"]) = ("ann", Text(at.AddMinutes(50 * v)));
                break;
            case "forward":
                (line["by"], line["to"]) = ("mia", v % 3 == 0 ? "topic:billing" : v % 3 == 1 ? "expert:ann" : "expert:bob");
                break;
            case "close":
                (line["by"], line["reason"]) = ("mia", "answered");
                break;
            case "priority":
                (line["by"], line["to"]) = ("mia", v % 2 == 0 ? "high" : "normal");
                break;
            case not "apply":
                line["by"] = "ann";
                break;
        }
        return line;
    }

    static string Organization(string calendar, string targets, string ladder) => $$$"""
        {
          "calendars": [ {"name": "office", "timeZone": "Europe/Brussels", "hours": {"monday": ["09:00-12:30", "13:30-17:00"], "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "friday": ["09:00-16:00"]}},
                         {"name": "nights", "timeZone": "Europe/Brussels", "hours": {"monday": ["20:00-06:00"], "tuesday": ["20:00-06:00"], "thursday": ["22:00-24:00"], "sunday": ["00:00-24:00"]}} ],
          "topics": [ {"name": "billing", "title": "Billing", "keywords": ["invoice"], "owner": "mia"} ],
          "people": [ {"name": "ann", "displayName": "Ann", "topics": [{"topic": "billing", "level": 2}]}, {"name": "bob", "displayName": "Bob", "topics": [{"topic": "billing"}]},
                      {"name": "mia", "displayName": "Mia", "roles": ["manager"]} ],
          "slaPolicies": [ {"name": "high", "when": {"priorities": ["high"]}, "escalation": "ladder", "targets": {"firstResponse": "00:45:00", "nextResponse": "01:00:00", "resolution": "05:00:00"}},
                           {"name": "rest", {{{Named("calendar", calendar)}}}{{{Named("escalation", ladder)}}} "targets": {{{targets}}}, "reopenWithin": "3.00:00:00", "closeAfter": "4.00:00:00"} ],
          "escalationPolicies": [ {"name": "ladder", "steps": [ {"target": "firstResponse", "at": "50%", "do": ["remind"]}, {"target": "resolution", "at": "25%", "do": ["reassign"]},
              {"target": "nextResponse", "at": "80%", "do": ["reassign", "notify:owner"]}, {"target": "resolution", "at": "90%", "do": ["raisePriority"]}, {"target": "firstResponse", "after": "00:30:00", "do": ["notify:ops"]},
              {"target": "firstResponse", "after": "01:00:00", "do": ["notify:managers"]} ]}, {"name": "short", "steps": [ {"target": "resolution", "at": "40%", "do": ["remind", "notify:owner"]} ]} ],
          "channels": [ {"name": "c", "network": "webhook", "settings": {}} ]
        }
        """;

    static string Named(string field, string name) => name.Length == 0 ? "" : $"\"{field}\": {JsonSerializer.Serialize(name)}, ";

    static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O");
}
