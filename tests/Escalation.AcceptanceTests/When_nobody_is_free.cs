using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_nobody_is_free(string setUp) : Journey(setUp)
{
    protected override string Organization => Sample.Organization(Receiver.Url, capacity: 1);

    [Test]
    public async Task Questions_wait_under_their_topic_with_one_alert_and_go_to_the_first_who_is_free()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await Api.AskAsync(Sample.Channel, $"p{i}", "My invoice is wrong", author: $"asker{i}"));
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Until.TrueAsync(async () => (await Api.ConversationAsync(ids[^1]))["state"]!.GetValue<string>() is "assigned" or "waiting", "it is routed");
        }
        Assert.That(await StatesAsync(ids), Is.EqualTo("assigned assigned waiting waiting"));
        var alerts = (await Api.SeeAsync("alerts"))["items"]!.AsArray();
        Assert.That(alerts.Select(a => a!["kind"]!.GetValue<string>()), Is.EqualTo(new[] { "uncovered" }));

        await Api.DoAsync($"conversations/{ids[0]}/answers", new { by = "ann", text = "It is right now." });
        await Api.InStateAsync(ids[2], "assigned");
        Assert.That(await StatesAsync(ids), Is.EqualTo("answered assigned assigned waiting"), "the one that has waited longest");

        await Api.DoAsync($"conversations/{ids[1]}/close", new { by = "mia", reason = "spam" });
        await Api.InStateAsync(ids[3], "assigned");
    }

    [Test]
    public async Task More_capacity_or_another_expert_in_a_new_organization_takes_what_waits()
    {
        for (var i = 0; i < 3; i++)
            await Api.AskAsync(Sample.Channel, $"p{i}", "My invoice is wrong", author: $"asker{i}");
        await Until.TrueAsync(async () => (await Api.SeeAsync("conversations?state=waiting"))["items"]!.AsArray().Count == 1, "one waits");

        var larger = new StringContent(Sample.Organization(Receiver.Url, capacity: 5));
        Assert.That((int)(await Api.SendAsync(HttpMethod.Put, "organization", larger)).Status, Is.EqualTo(200));
        await Until.TrueAsync(async () => (await Api.SeeAsync("conversations?state=waiting"))["items"]!.AsArray().Count == 0, "nothing waits");
    }

    async Task<string> StatesAsync(List<string> ids)
    {
        var conversations = new List<JsonNode>();
        foreach (var id in ids)
            conversations.Add(await Api.ConversationAsync(id));
        return string.Join(' ', conversations.Select(c => c["state"]!.GetValue<string>()));
    }
}
