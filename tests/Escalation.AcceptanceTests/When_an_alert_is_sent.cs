using System.Text.Json;
using System.Text.Json.Nodes;
using Escalation.Alerts;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_an_alert_is_sent(string setUp) : Journey(setUp)
{
    protected override string Organization
    {
        get
        {
            Environment.SetEnvironmentVariable("ESCALATION_TEST_CHAT", Receiver.ChatUrl.ToString());
            return WithAlerts(Sample.Organization(Receiver.Url, capacity: 1000),
                new { name = "ops-chat", kind = "slack", events = Events, to = new[] { "ops" }, settings = new { url = "env:ESCALATION_TEST_CHAT" } },
                new { name = "pager", kind = "webhook", events = Events, to = new[] { "ops", "assignee" }, settings = new { url = Receiver.Url, secret = "env:ESCALATION_TEST_CHANNEL_SECRET" } });
        }
    }

    static readonly string[] Events = ["breached"];

    public static string WithAlerts(string organization, params object[] alerts)
    {
        var json = JsonNode.Parse(organization)!;
        json["alerts"] = JsonSerializer.SerializeToNode(alerts);
        return json.ToJsonString();
    }

    [Test]
    public async Task A_broken_promise_is_told_in_the_chat_and_signed_to_the_program()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/accept", new { by = "ann" });

        // In small steps from then on: a signature is good for five minutes.
        Clock.Advance(TimeSpan.FromHours(2));
        await PassTimeUntilAsync(TimeSpan.FromMilliseconds(100), () => Task.FromResult(Receiver.Chat.Count > 0 && Receiver.Answers.Count > 0), "both are told");
        Assert.That(Receiver.Chat.Single(), Does.Contain("2026-11-23 11:00:00").And.Not.Contain("My invoice"));
        var (message, body) = Receiver.Answers.Single();
        Assert.That(message, Does.StartWith("msg_"));
        var notice = body["notices"]!.AsArray().Single()!;
        Assert.That((body["channel"]!.ToString(), notice["event"]!.ToString(), notice["conversation"]!.ToString()), Is.EqualTo(("pager", "breached", id)));
        Assert.That(notice["to"]!.AsArray().Select(to => to!.ToString()), Is.EqualTo(new[] { "olga", "ann" }));
        var channels = (await Until.SeenAsync(() => Api.SeeAsync("alerts/channels"), c => c["items"]!.AsArray().All(i => i!["lastSentAt"] is not null), "it is written down"))["items"]!;
        Assert.That(channels.AsArray().Select(c => (c!["name"]!.ToString(), c["waiting"]!.GetValue<int>(), c["failingSince"])), Is.EqualTo(new[] { ("ops-chat", 0, (JsonNode?)null), ("pager", 0, null) }));
    }

    [Test]
    public async Task A_burst_is_one_message_and_a_digest()
    {
        const int questions = 60;
        for (var i = 0; i < questions; i++)
            await Api.InStateAsync(await Api.AskAsync(Sample.Channel, $"p{i}", "My invoice is wrong", $"asker{i}"), "assigned");
        Clock.Advance(TimeSpan.FromHours(5));
        // So slowly that half a minute does not pass meanwhile.
        await PassTimeUntilAsync(TimeSpan.FromMilliseconds(10), async () => await BreachesAsync() == questions, "nobody answered");
        Assert.That(Receiver.Answers, Has.Count.LessThanOrEqualTo(1));

        // Not faster than a request is answered, or the sender would be taken for dead and the message for one to take over.
        await PassTimeUntilAsync(TimeSpan.FromMilliseconds(250), () => Task.FromResult(Told() == questions && ToldInTheChat() == questions), "all are told");
        Assert.That(Receiver.Answers, Has.Count.LessThanOrEqualTo(2));
        Assert.That(Receiver.Chat, Has.Count.LessThanOrEqualTo(2).And.Some.Match(@"^\d+ notices: \d+ breached\n2026-11-23 .*\n(.*\n){19}and \d+ more$"));
    }

    [Test]
    public async Task What_was_told_is_forgotten_after_a_month_and_what_waits_is_not()
    {
        Notice NoticeOf(string state, int days) => new() { Id = Guid.NewGuid(), Channel = "elsewhere", Event = "breached", Text = $"{state} {days}", At = Clock.GetUtcNow().AddDays(-days), State = state };
        var database = Service.Services.GetRequiredService<Database>();
        await database.WriteAsync(db =>
        {
            db.Notices.AddRange(NoticeOf(NoticeState.Sent, 31), NoticeOf(NoticeState.Dropped, 31), NoticeOf(NoticeState.Waiting, 31), NoticeOf(NoticeState.Sent, 29));
            return Task.CompletedTask;
        });
        await PassTimeUntilAsync(TimeSpan.FromMinutes(10), () => database.ReadAsync(async db => await db.Notices.CountAsync() == 2), "two are forgotten");
        Assert.That(await database.ReadAsync(db => db.Notices.Select(n => n.Text).ToListAsync()), Is.EquivalentTo(new[] { "waiting 31", "sent 29" }));
    }

    int ToldInTheChat() => Receiver.Chat.Sum(message => int.TryParse(message.Split(" notices: ")[0], out var many) ? many : 1);

    int Told() => Receiver.Answers.Values.Sum(body => body["counts"]!["breached"]!.GetValue<int>());

    async Task<int> BreachesAsync() => (await Api.SeeAsync("alerts?limit=200"))["items"]!.AsArray().Count(a => a!["kind"]!.ToString() == "breached");
}
