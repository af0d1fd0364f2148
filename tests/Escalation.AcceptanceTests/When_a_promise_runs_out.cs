using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_a_promise_runs_out(string setUp) : Journey(setUp)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Who_does_not_accept_in_time_loses_the_question_to_somebody_else()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        Assert.That(Expert(await Api.InStateAsync(id, "assigned")), Is.EqualTo("ann"));

        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.That(Expert(await Api.ConversationAsync(id)), Is.EqualTo("ann"), "at the very moment it is still in time");
        await PassTimeUntilAsync(TimeSpan.FromMilliseconds(100), async () => Expert(await Api.ConversationAsync(id)) == "bob", "Bob has it");

        await PassTimeUntilAsync(Minute, async () => (await AlertsAsync()).Contains("uncovered"), "nobody is left, an alert tells so");
        Assert.That(Expert(await Api.ConversationAsync(id)), Is.EqualTo("bob"), "who holds it keeps it when nobody else is left");
    }

    [Test]
    public async Task The_breach_is_at_the_due_time_however_late_it_was_seen_and_stays()
    {
        var asked = Clock.GetUtcNow();
        var id = await Api.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/accept", new { by = "ann" });

        Clock.Advance(TimeSpan.FromHours(5));
        await PassTimeUntilAsync(TimeSpan.FromMilliseconds(100), async () => (await AlertsAsync()).Contains("breached"), "the breach is noticed");
        var breach = FirstResponse(await Api.ConversationAsync(id));
        Assert.That(breach["state"]!.GetValue<string>(), Is.EqualTo("breached"));
        Assert.That(breach["breachedAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(asked + TimeSpan.FromHours(2)));
        Assert.That(breach["detectedAt"]!.GetValue<DateTimeOffset>(), Is.GreaterThanOrEqualTo(asked + TimeSpan.FromHours(2)));

        Assert.That((await Api.ConversationAsync(id))["nextDueAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(asked + TimeSpan.FromHours(2)), "what is overdue stands first in lists");

        await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Sorry for the wait." });
        await Api.InStateAsync(id, "answered");
        breach = FirstResponse(await Api.ConversationAsync(id));
        Assert.That(breach["state"]!.GetValue<string>(), Is.EqualTo("breached"), "a late answer changes no verdict");
        Assert.That(breach["satisfiedAt"], Is.Not.Null, "but shows how late it was");

        var alert = (await Api.SeeAsync("alerts"))["items"]![0]!["id"]!.GetValue<string>();
        await Api.DoAsync($"alerts/{alert}/acknowledge");
        Assert.That((await Api.SeeAsync("alerts"))["items"]![0]!["acknowledgedAt"], Is.Not.Null);
        Assert.That((await Api.SeeAsync("conversations?breached=true"))["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    async Task<IEnumerable<string>> AlertsAsync() => (await Api.SeeAsync("alerts"))["items"]!.AsArray().Select(a => a!["kind"]!.GetValue<string>());

    static string? Expert(JsonNode conversation) => conversation["expert"]?.GetValue<string>();

    static JsonNode FirstResponse(JsonNode conversation) =>
        conversation["deadlines"]!.AsArray().Single(d => d!["target"]!.GetValue<string>() == "firstResponse")!;
}
