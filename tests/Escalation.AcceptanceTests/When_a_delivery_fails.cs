using System.Text.Json.Nodes;
using Escalation.Testing;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_a_delivery_fails(string setUp) : Journey(setUp)
{
    [Test]
    public async Task It_is_tried_again_with_the_same_id_until_the_network_takes_it()
    {
        Receiver.Answer = attempt => attempt <= 5 ? Results.StatusCode(503) : null;
        var id = await AnswerAsync();

        await PassTimeUntilAsync(TimeSpan.FromSeconds(1), async () => State(await Api.ConversationAsync(id)) == "answered", "it is delivered at last");
        Assert.That(Receiver.Tries, Has.Count.EqualTo(6));
        Assert.That(Receiver.Tries.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Receiver.Answers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_is_told_to_people_and_tried_again_when_ops_say_so()
    {
        Receiver.Answer = attempt => attempt == 1 ? Results.Text("account suspended", statusCode: 403) : null;
        var id = await AnswerAsync();

        var failed = await Until.SeenAsync(() => Api.ConversationAsync(id), c => c["answers"]![0]!["state"]!.GetValue<string>() == "failed", "it failed");
        Assert.That(failed["answers"]![0]!["problem"]!.GetValue<string>(), Does.Contain("403").And.Contain("account suspended"));
        Assert.That(State(failed), Is.EqualTo("accepted"), "the expert still has it");
        Assert.That((await Api.SeeAsync("alerts"))["items"]![0]!["kind"]!.GetValue<string>(), Is.EqualTo("deliveryFailed"));

        await Api.DoAsync($"answers/{failed["answers"]![0]!["id"]}/retry", new { by = "olga" });
        await Api.InStateAsync(id, "answered");
    }

    [Test]
    public async Task The_promise_is_met_when_the_network_confirmed_not_when_the_expert_was_done()
    {
        var noon = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        Receiver.Answer = _ => Clock.GetUtcNow() < noon ? Results.StatusCode(503) : null;
        var id = await AnswerAsync();

        await PassTimeUntilAsync(TimeSpan.FromMinutes(2), () => Task.FromResult(Clock.GetUtcNow() >= noon), "the outage is over");
        // In smaller steps, so that a call does not take longer than it may.
        await PassTimeUntilAsync(TimeSpan.FromSeconds(10), async () => State(await Api.ConversationAsync(id)) == "answered", "it is delivered at last");
        var deadline = (await Api.ConversationAsync(id))["deadlines"]!.AsArray().Single(d => d!["target"]!.GetValue<string>() == "firstResponse")!;
        Assert.That(deadline["state"]!.GetValue<string>(), Is.EqualTo("breached"));
    }

    async Task<string> AnswerAsync()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "Where is my invoice?");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Under Account." });
        return id;
    }

    static string State(JsonNode conversation) => conversation["state"]!.GetValue<string>();
}
