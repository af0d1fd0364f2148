using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Crashes, outages and late looks change no verdict: on the server, with a clock that the test moves.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_the_service_was_down(string kind)
{
    static readonly TimeSpan Target = TimeSpan.FromHours(2);

    readonly FakeClock _clock = new();
    readonly SetUp _setUp = SetUp.Of(kind);
    DateTimeOffset _asked;
    Receiver _receiver = null!;
    TestService _service = null!;
    string _id = "";

    [SetUp]
    public async Task AskAsync()
    {
        _receiver = await Receiver.StartAsync(_clock);
        var organization = JsonNode.Parse(Sample.Organization(_receiver.Url))!;
        organization["slaPolicies"] = JsonNode.Parse("""[{"name": "standard", "escalation": "ladder", "targets": {"firstResponse": "02:00:00"}}]""");
        organization["escalationPolicies"] = JsonNode.Parse("""
            [{"name": "ladder", "steps": [
                {"target": "firstResponse", "at": "50%", "do": ["remind"]}, {"target": "firstResponse", "at": "80%", "do": ["reassign"]},
                {"target": "firstResponse", "at": "90%", "do": ["reassign"]}, {"target": "firstResponse", "after": "00:30:00", "do": ["notify:owner", "notify:ops"]}]}]
            """);
        _service = await TestService.StartAsync(_setUp, organization.ToJsonString(), _clock);
        _asked = _clock.GetUtcNow();
        _id = await _service.Admin.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        await _service.Admin.InStateAsync(_id, "assigned");
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
    }

    [Test]
    public async Task What_fell_due_meanwhile_happens_once_in_order_and_says_that_it_is_late()
    {
        await RestartAfterAsync(TimeSpan.FromHours(5));
        var timeline = await TimelineAsync("deadlineBreached", "escalated", count: 5);
        Assert.That(timeline.Select(e => $"{e["event"]} {e["step"]} {e["late"]}".Trim()), Is.EqualTo(new[] { "escalated 1 true", "escalated 2 true", "escalated 3 true", "deadlineBreached", "escalated 4 true" }));
        Assert.That(timeline[2]["skipped"]!.AsArray().Select(a => a!.GetValue<string>()), Is.EqualTo(new[] { "reassign" }), "several missed reassignments are one");
        Assert.That(timeline[4]["notified"]!.AsArray().Select(a => a!.GetValue<string>()), Is.EqualTo(new[] { "mia", "olga" }));

        await RestartAfterAsync(TimeSpan.FromHours(1));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(await TimelineAsync("deadlineBreached", "escalated", count: 5), Has.Count.EqualTo(5), "another start does none of it again");
        var deadline = (await _service.Admin.ConversationAsync(_id))["deadlines"]![0]!;
        Assert.That(deadline["breachedAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(_asked + Target), "by its own time");
    }

    [TestCase(-1, "met", TestName = "An_answer_that_the_network_confirmed_a_second_before_is_in_time")]
    [TestCase(1, "breached", TestName = "A_late_finish_between_two_sweeps_is_no_hit")]
    public async Task While_the_network_is_slow(int secondsAfterDue, string verdict)
    {
        // The call begins in time; what counts is when the network confirms.
        using var mayAnswer = new ManualResetEventSlim();
        _receiver.Answer = _ =>
        {
            mayAnswer.Wait(TimeSpan.FromSeconds(20));
            return null;
        };
        _clock.Advance(Target - TimeSpan.FromSeconds(10));
        await _service.Admin.DoAsync($"conversations/{_id}/answers", new { by = "ann", text = "It is fixed." });
        await Until.TrueAsync(() => Task.FromResult(_receiver.Tries.Count == 1), "the network is called");
        _clock.Advance(TimeSpan.FromSeconds(10 + secondsAfterDue));
        mayAnswer.Set();
        await _service.Admin.InStateAsync(_id, "answered");
        await PassAsync(TimeSpan.FromSeconds(2));
        var deadline = (await _service.Admin.ConversationAsync(_id))["deadlines"]![0]!;
        Assert.That(deadline["state"]!.GetValue<string>(), Is.EqualTo(verdict));
        Assert.That(deadline["satisfiedAt"], Is.Not.Null);
    }

    async Task RestartAfterAsync(TimeSpan outage)
    {
        await _service.StopAsync();
        _clock.Advance(outage);
        _service = await TestService.RestartAsync(_setUp, time: _clock);
    }

    async Task PassAsync(TimeSpan time)
    {
        for (var end = _clock.GetUtcNow() + time; _clock.GetUtcNow() < end;)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await _service.Admin.ConversationAsync(_id);
        }
    }

    async Task<List<JsonNode>> TimelineAsync(string breached, string escalated, int count) =>
        await Until.SeenAsync(
            async () => (await _service.Admin.ConversationAsync(_id))["timeline"]!.AsArray().Select(e => e!).Where(e => e["event"]!.GetValue<string>() is var what && (what == breached || what == escalated)).ToList(),
            seen => seen.Count >= count, $"{count} things fell due");
}
