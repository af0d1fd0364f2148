using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

[Parallelizable(ParallelScope.Children), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_events_are_simulated : IDisposable
{
    const string Company = """
        { "topics": [ { "name": "billing", "title": "Billing", "keywords": ["invoice"] } ], "people": [ { "name": "ann", "displayName": "Ann", "topics": [ { "topic": "billing" } ] } ],
          "slaPolicies": [ { "name": "standard", "targets": { "acceptance": "00:30:00", "firstResponse": "02:00:00", "resolution": "1.00:00:00" } } ],
          "channels": [ { "name": "c", "network": "webhook", "settings": {} } ] }
        """;

    readonly CommandLine _commands = new();

    public void Dispose() => _commands.Dispose();

    [Test]
    public async Task All_faults_of_the_events_are_told_at_once_and_nothing_is_done()
    {
        var ran = await SimulateAsync(
            """{"at": "2026-11-23T09:00:00Z", "do": "post", "channel": "d", "id": "p1", "text": "Hello?"}""",
            "",
            """{"at": "2026-11-23T08:00:00Z", "do": "dance"}""",
            "not JSON",
            """{"at": "2026-11-23T10:00:00Z", "do": "apply", "organization": "none.json"}""");
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")), ran.ToString());
        foreach (var fault in new[] { "line 1: channel: there is no channel d", "line 1: author: is required", "line 3: at: is before", "line 3: do: must be one of post, accept", "line 4: is not JSON at column 2", "line 5: organization: none.json: there is no such file" })
            Assert.That(ran.Error, Does.Contain(fault));
    }

    [Test]
    public async Task The_same_files_give_the_same_bytes()
    {
        string[] events =
        [
            .. Enumerable.Range(0, 30).Select(i => $$"""{"at": "2026-11-23T09:00:00Z", "do": "post", "channel": "c", "id": "p{{i}}", "author": {"id": "u{{i % 7}}"}, "text": "My invoice"}"""),
            .. Enumerable.Range(0, 30).Where(i => i % 3 == 0).Select(i => $$"""{"at": "2026-11-23T10:00:00Z", "do": "answer", "conversation": "c/p{{i}}", "by": "ann"}"""),
            """{"at": "2026-11-23T10:00:00Z", "do": "close", "conversation": "c/p0"}""",
            """{"at": "2026-11-23T10:00:00Z", "do": "close", "conversation": "c/p0"}""",
            """{"at": "2026-12-23T10:00:00Z", "do": "end"}""",
        ];
        var (once, again) = (await SimulateAsync(events), await SimulateAsync(events));
        Assert.That(once.Exit, Is.Zero, once.ToString());
        Assert.That(again.Out, Is.EqualTo(once.Out).And.Contain("deadlineBreached"));
        Assert.That(once.Error, Does.Contain("line 42: close was refused: The conversation is closed already."), "what was refused is no output");
    }

    Task<CommandLine.Ran> SimulateAsync(params string[] events) =>
        _commands.RunAsync("simulate", "--organization", _commands.Write("o.json", Company), "--events", _commands.Write("events.jsonl", string.Join('\n', events)));
}
