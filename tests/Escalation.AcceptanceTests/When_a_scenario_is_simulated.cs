using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Simulation;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>What <c>simulate</c> tells is what a running server does: the same events, of the same scenario, on each set-up.</summary>
public sealed class When_a_scenario_is_simulated(string setUp) : Journey(setUp)
{
    /// <summary>Short, because what is done late by it starts the next clock late.</summary>
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    const int Moments = 6;
    static readonly string[] Fields = ["target", "cycle", "dueAt", "from", "remaining", "expert", "step", "actions", "notified", "late", "reason", "to", "retroactive", "topic", "by"];

    readonly Dictionary<string, string> _ids = [];
    InTransit _transit = null!;

    protected override string Organization => JsonSerializer.Serialize(new
    {
        calendars = new[] { new { name = "office", timeZone = "Europe/Brussels", hours = Hours } },
        topics = new[] { new { name = "billing", title = "Billing", keywords = new[] { "invoice" }, owner = "mia" } },
        people = new object[]
        {
            new { name = "ann", displayName = "Ann", topics = new[] { new { topic = "billing", level = 3 } }, calendar = "office" },
            new { name = "bob", displayName = "Bob", topics = new[] { new { topic = "billing", level = 2 } } },
            new { name = "cas", displayName = "Cas", topics = new[] { new { topic = "billing", level = 1 } } },
            new { name = "mia", displayName = "Mia", roles = new[] { "manager" } },
            new { name = "olga", displayName = "Olga", roles = new[] { "ops" } },
        },
        slaPolicies = new object[]
        {
            new { name = "urgent", calendar = "office", when = new { priorities = new[] { "high" } }, escalation = "ladder", targets = new { firstResponse = "03:00:00", resolution = "1.00:00:00" } },
            new
            {
                name = "standard", calendar = "office", escalation = "ladder",
                targets = new { acceptance = "00:30:00", firstResponse = "02:00:00", nextResponse = "04:00:00", resolution = "2.00:00:00" },
            },
        },
        escalationPolicies = new[]
        {
            new
            {
                name = "ladder",
                steps = new object[]
                {
                    new { target = "firstResponse", at = "50%", @do = new[] { "remind" } },
                    new { target = "firstResponse", at = "80%", @do = new[] { "reassign" } },
                    new { target = "firstResponse", at = "100%", @do = new[] { "notify:owner", "notify:ops" } },
                    new { target = "firstResponse", after = "00:30:00", @do = new[] { "notify:managers", "raisePriority" } },
                },
            },
        },
        channels = new[] { new { name = Sample.Channel, network = "webhook", settings = new { answerUrl = Receiver.Url, secret = "env:ESCALATION_TEST_CHANNEL_SECRET" } } },
    });

    static Dictionary<string, string[]> Hours =>
        new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(day => day, _ => new[] { "09:00-12:30", "13:30-17:30" });

    const string Events = """
        {"at": "2026-11-23T09:10:00Z", "do": "post", "channel": "site", "id": "p1", "author": {"id": "zoe"}, "text": "My invoice is wrong"}
        {"at": "2026-11-23T09:12:00Z", "do": "accept", "conversation": "site/p1", "by": "ann"}
        {"at": "2026-11-23T09:15:00Z", "do": "post", "channel": "site", "id": "p2", "author": {"id": "yan"}, "text": "Another wrong invoice"}
        {"at": "2026-11-23T09:20:00Z", "do": "post", "channel": "site", "id": "p3", "author": {"id": "xia"}, "text": "What do you think?"}
        {"at": "2026-11-23T09:30:00Z", "do": "answer", "conversation": "site/p1", "by": "ann", "text": "Fixed."}
        {"at": "2026-11-23T09:40:00Z", "do": "forward", "conversation": "site/p3", "by": "mia", "to": "topic:billing"}
        {"at": "2026-11-23T09:50:00Z", "do": "post", "channel": "site", "id": "p1b", "author": {"id": "zoe"}, "inReplyTo": "p1", "text": "Not quite"}
        {"at": "2026-11-23T10:00:00Z", "do": "hold", "conversation": "site/p1", "by": "ann", "until": "2026-11-23T14:00:00Z"}
        {"at": "2026-11-23T10:05:00Z", "do": "decline", "conversation": "site/p3", "by": "ann", "reason": "not mine"}
        {"at": "2026-11-23T15:00:00Z", "do": "answer", "conversation": "site/p1", "by": "ann", "text": "Now it is."}
        {"at": "2026-11-23T15:30:00Z", "do": "close", "conversation": "site/p1", "by": "mia", "reason": "answered"}
        {"at": "2026-11-24T08:30:00Z", "do": "post", "channel": "site", "id": "p1c", "author": {"id": "zoe"}, "inReplyTo": "p1b", "text": "It is back"}
        {"at": "2026-11-24T16:00:00Z", "do": "answer", "conversation": "site/p3", "by": "bob", "text": "Late, sorry."}
        {"at": "2026-12-02T12:00:00Z", "do": "end"}
        """;

    [Test]
    public async Task The_running_server_does_the_same()
    {
        var simulated = await SimulateAsync();
        Assert.That(simulated, Has.Count.GreaterThan(50), "a scenario in which something happens");

        var inputs = Events.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        _transit = InTransit.Of(Service);
        var instants = inputs.Concat(simulated.Select(line => JsonNode.Parse(line)!)).Select(At).Distinct().Order();
        foreach (var instant in instants)
        {
            await AdvanceAsync(instant);
            foreach (var input in inputs.Where(input => At(input) == instant))
            {
                await DoAsync(input);
                await SettledAsync();
            }
            for (var moment = 1; moment <= Moments; moment++)
                await AdvanceAsync(instant + moment * Moment);
        }

        foreach (var (name, id) in _ids)
        {
            var expected = simulated.Select(line => JsonNode.Parse(line)!).Where(line => Text(line["conversation"]) == name).Select(Plain).ToList();
            var kinds = simulated.Select(line => Text(JsonNode.Parse(line)!["event"])).ToHashSet();
            var timeline = (await Api.ConversationAsync(id))["timeline"]!.AsArray().Where(entry => kinds.Contains(Text(entry!["event"]))).Select(entry => Plain(entry!)).ToList();
            Assert.That(timeline, Is.EqualTo(expected), $"{name} by the server:\n{string.Join('\n', timeline)}");
        }
    }

    async Task<List<string>> SimulateAsync()
    {
        IConnectorFactory[] networks = [Service.Services.GetServices<IConnectorFactory>().OfType<WebhookFactory>().Single()];
        var organization = OrganizationReader.Read(Organization, networks).Value!;
        var events = ReadEvents.From(Events.Split('\n'), organization, _ => throw new NotSupportedException());
        Assert.That(events.Faults, Is.Empty);
        var lines = new List<string>();
        await using var simulator = await Simulator.StartAsync(networks, lines.Add, refusal => Assert.Fail(refusal), CancellationToken.None);
        await simulator.RunAsync(organization, events.Value!, CancellationToken.None);
        return lines;
    }

    async Task DoAsync(JsonNode input)
    {
        if (Text(input["do"]) == "end")
            return;
        if (Text(input["do"]) == "post")
        {
            var id = await Api.AskAsync(Sample.Channel, Text(input["id"])!, Text(input["text"])!, Text(input["author"]!["id"])!, Text(input["inReplyTo"]));
            if (!_ids.ContainsValue(id))
                _ids.Add($"{Sample.Channel}/{Text(input["id"])}", id);
            return;
        }
        var body = input.DeepClone().AsObject();
        foreach (var field in new[] { "at", "do", "conversation" })
            body.Remove(field);
        var action = Text(input["do"]) == "answer" ? "answers" : Text(input["do"]);
        await Api.DoAsync($"conversations/{_ids[Text(input["conversation"])!]}/{action}", body);
    }

    async Task AdvanceAsync(DateTimeOffset to)
    {
        if (to > Clock.GetUtcNow())
            Clock.Advance(to - Clock.GetUtcNow());
        await SettledAsync();
    }

    /// <summary>Until everything that is due is done. Who sleeps is woken by time only, so a little of it passes meanwhile.</summary>
    Task SettledAsync()
    {
        var looks = 0;
        return Until.TrueAsync(async () =>
        {
            if (await IsSettledAsync())
                return true;
            if (++looks % 20 == 0 && looks < 160)
                Clock.Advance(Moment);
            return false;
        }, "all that is due is done");
    }

    async Task<bool> IsSettledAsync()
    {
        var over = Clock.GetUtcNow().AddTicks(-1);
        return await Service.Services.GetRequiredService<Database>().ReadAsync(async db =>
            !await db.Outbox.AnyAsync() && !await _transit.AnyAsync(db)
            && !await db.Deadlines.AnyAsync(d => d.State == DeadlineState.Running && d.DueAt <= over)
            && !await db.EscalationSteps.AnyAsync(s => s.State == EscalationStepState.Pending && s.DueAt <= over)
            && !await db.Answers.AnyAsync(a => a.State == AnswerState.Queued)
            && !await db.Conversations.AnyAsync(c => c.HoldUntil <= over || c.ClosesAt <= over));
    }

    /// <summary>An event without what may differ: a running server acts a moment after the due time.</summary>
    static string Plain(JsonNode line) =>
        $"{At(line):MM-dd HH:mm} {line["event"]} " + string.Join(' ', Fields.Where(f => line[f] is { } value && value.ToJsonString() != "null").Select(f => $"{f}={Coarse(line[f]!.ToJsonString())}"));

    static string Coarse(string value) =>
        DateTimeOffset.TryParse(value.Trim('"'), CultureInfo.InvariantCulture, out var at) && value.Contains('T') ? at.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)
        : TimeSpan.TryParse(value.Trim('"'), CultureInfo.InvariantCulture, out var time) && value.Contains(':') ? TimeSpan.FromMinutes(Math.Round(time.TotalMinutes)).ToString()
        : value;

    static DateTimeOffset At(JsonNode line) => line["at"]!.GetValue<DateTimeOffset>();

    static string? Text(JsonNode? node) => node?.GetValue<string>();
}
