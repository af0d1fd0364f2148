namespace Escalation.Tests.Simulation;

/// <summary>Events that cannot be simulated: every fault is told at once, each with its line and path.</summary>
public class EventsFaults
{
    const string Company = """
        {"topics": [{"name": "billing", "title": "Billing"}], "people": [{"name": "ann", "displayName": "Ann"}], "channels": [{"name": "c", "network": "webhook", "settings": {}}]}
        """;
    const string Asked = """{"at": "2026-11-23T09:00:00Z", "do": "post", "channel": "c", "id": "p1", "author": {"id": "zoe"}, "text": "Hello?"}""";

    static TestCaseData Case(string what, string line, params string[] faults) => new TestCaseData(line, faults).SetArgDisplayNames(what);

    static IEnumerable<TestCaseData> Lines()
    {
        const string Person = "there is no person dan", At = "\"at\": \"2026-11-23T10:00:00Z\"";
        yield return Case("no JSON", "post p1", "line 2: is not JSON at column 1: 'p' is an invalid start of a value");
        yield return Case("no object", "[]", "line 2: must be an object");
        yield return Case("cut off", """{"at": "2026-11""", "line 2: is not JSON at column 16: Expected end of string, but instead reached end of data");
        yield return Case("nothing said", "{}", "line 2: at: is required", "line 2: do: is required");
        yield return Case("no time", """{"at": "noon", "do": "end"}""", "line 2: at: must be a time with its offset, such as 2026-12-21T09:00:00Z or 2026-12-21T10:00:00+01:00");
        yield return Case("back in time", """{"at": "2026-11-23T08:59:59.9999999Z", "do": "end"}""", "line 2: at: is before the line above; events stand in the order of their time");
        yield return Case("nothing that happens", $$"""{{{At}}, "do": "dance", "tempo": 3}""",
            "line 2: do: must be one of post, accept, decline, forward, answer, approve, reject, note, hold, resume, close, merge, priority, absence, apply, end");
        yield return Case("an unknown field", $$"""{{{At}}, "do": "end", "when": "soon"}""", "line 2: when: is not known here; there are at, do");
        yield return Case("a field twice", $$"""{{{At}}, {{At}}, "do": "end"}""", "line 2: at: is written more than once");
        yield return Case("a post of which all is missing", $$"""{{{At}}, "do": "post"}""",
            "line 2: channel: is required", "line 2: id: is required", "line 2: author: is required", "line 2: text: is required");
        yield return Case("a post at fault", $$"""{{{At}}, "do": "post", "channel": "d", "id": "p2", "author": {"name": "Zoe", "tags": "vip"}, "text": "?", "language": "Dutch"}""",
            "line 2: channel: there is no channel d", "line 2: author.id: is required", "line 2: author.tags: must be a list", "line 2: language: must be a language tag such as en or pt-BR");
        yield return Case("nothing asked", $$"""{{{At}}, "do": "close", "conversation": "c/p9"}""", "line 2: conversation: no line above asks c/p9; a conversation is named CHANNEL/ID of its first post");
        yield return Case("nobody", $$"""{{{At}}, "do": "accept", "conversation": "c/p1", "by": "dan"}""", $"line 2: by: {Person}");
        yield return Case("an answer", $$"""{{{At}}, "do": "answer", "conversation": "c/p1", "by": "ann", "holding": "yes", "deliveryTakes": "1h"}""",
            "line 2: holding: must be true or false", "line 2: deliveryTakes: must be a duration such as 01:30:00, or 2.00:00:00 for two days");
        yield return Case("forwarded nowhere", $$"""{{{At}}, "do": "forward", "conversation": "c/p1", "to": "ann"}""", "line 2: to: there is no ann; write topic:NAME or expert:NAME");
        yield return Case("forwarded without a word", $$"""{{{At}}, "do": "forward", "conversation": "c/p1"}""", "line 2: to: is required");
        yield return Case("a hold", $$"""{{{At}}, "do": "hold", "conversation": "c/p1", "until": "tomorrow"}""",
            "line 2: until: must be a time with its offset, such as 2026-12-21T09:00:00Z or 2026-12-21T10:00:00+01:00");
        yield return Case("a reason", $$"""{{{At}}, "do": "close", "conversation": "c/p1", "reason": "bored"}""",
            "line 2: reason: must be one of answered, notAQuestion, spam, duplicate, abandoned, silence, withdrawn");
        yield return Case("merged into nothing", $$"""{{{At}}, "do": "merge", "conversation": "c/p1", "into": "c/p2"}""", "line 2: into: no line above asks c/p2; a conversation is named CHANNEL/ID of its first post");
        yield return Case("a priority", $$"""{{{At}}, "do": "priority", "conversation": "c/p1", "to": "higher"}""", "line 2: to: must be one of low, normal, high, urgent");
        yield return Case("an absence of nobody, without an end", $$"""{{{At}}, "do": "absence", "expert": "dan", "substitute": "eve"}""",
            $"line 2: expert: {Person}", "line 2: to: is required", "line 2: substitute: there is no person eve");
        yield return Case("an absence that ends before it starts", $$"""{{{At}}, "do": "absence", "expert": "ann", "to": "2026-11-23T10:00:00Z"}""", "line 2: to: must be after from");
        yield return Case("an organization that is not there", $$"""{{{At}}, "do": "apply", "organization": "none.json"}""", "line 2: organization: none.json: there is no such file");
        yield return Case("an organization at fault", $$"""{{{At}}, "do": "apply", "organization": "bad.json"}""",
            "line 2: organization: bad.json: topics[0].title: is required", "line 2: organization: bad.json: people[0].capacity: must be a whole number from 0 to 1000");
    }

    [TestCaseSource(nameof(Lines))]
    public void Is_refused(string line, string[] faults) => Assert.That(Faults([Asked, line]), Is.EqualTo(faults));

    [Test]
    public void The_faults_of_all_lines_are_told_at_once()
    {
        var bad = Lines().Select(data => ((string)data.Arguments[0]!, (string[])data.Arguments[1]!)).Where(l => !l.Item1.Contains("08:59")).ToList();
        var expected = bad.SelectMany((l, index) => l.Item2.Select(fault => fault.Replace("line 2:", $"line {index + 2}:")));
        Assert.That(Faults([Asked, .. bad.Select(l => l.Item1)]).Order(), Is.EqualTo(expected.Order()));
    }

    [Test]
    public void Blank_lines_are_passed_over_and_counted() =>
        Assert.That(Faults(["", Asked, "  ", "{}"]), Is.EqualTo(new[] { "line 4: at: is required", "line 4: do: is required" }));

    [Test]
    public async Task No_events_are_no_output() => Assert.That((await Simulated.RunAsync(Company, [])).Output, Is.Empty);

    static string[] Faults(IEnumerable<string> lines) => [.. Simulated
        .Read(Simulated.Organization(Company), lines, path => path == "bad.json" ? """{"topics": [{"name": "x"}], "people": [{"name": "y", "displayName": "Y", "capacity": -1}]}""" : null)
        .Faults.Select(fault => $"{fault.Path}: {fault.Message}")];
}
