using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_an_organization_is_changed(string setUp) : Journey(setUp)
{
    [Test]
    public async Task A_dry_run_tells_whose_promises_would_move_and_changes_nothing()
    {
        var (asked, id, _) = await TwoQuestionsAsync();
        var told = await PutAsync(Edited(), "organization?dryRun=true");
        Assert.That(told["promises"]!.AsArray().Select(Text).Order(), Is.EqualTo(new[]
        {
            $"acceptance moved {asked.AddMinutes(30):HH:mm} {asked.AddMinutes(45):HH:mm}",
            $"acceptance moved {asked.AddMinutes(30):HH:mm} {asked.AddMinutes(45):HH:mm}",
            $"firstResponse moved {asked.AddHours(2):HH:mm} {asked.AddHours(3):HH:mm}",
            $"firstResponse moved {asked.AddHours(2):HH:mm} {asked.AddHours(3):HH:mm}",
            $"resolution gained  {asked.AddHours(8):HH:mm}",
            $"resolution gained  {asked.AddHours(8):HH:mm}",
        }));
        var before = (await Api.ConversationAsync(id))["deadlines"]!.ToJsonString();
        Assert.That(before, Does.Not.Contain("resolution"));

        await PutAsync(Edited(), "organization");
        Assert.That((await Api.ConversationAsync(id))["nextDueAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(asked.AddMinutes(45)));
        var explanation = (await Api.ConversationAsync(id))["deadlines"]!.AsArray().Single(d => d!["target"]!.GetValue<string>() == "firstResponse")!["explanation"]!.AsArray();
        Assert.That(explanation.Select(s => (s!["from"]!.GetValue<DateTimeOffset>(), s["to"]!.GetValue<DateTimeOffset>())), Is.EqualTo(new[] { (asked, asked.AddHours(3)) }));
    }

    [Test]
    public async Task Applying_the_same_again_changes_nothing()
    {
        var (_, id, _) = await TwoQuestionsAsync();
        var version = (await PutAsync(Edited(), "organization"))["version"]!.GetValue<int>();
        var before = (await Api.ConversationAsync(id)).ToJsonString();
        Assert.That((await PutAsync(Edited(), "organization?dryRun=true"))["promises"]!.AsArray(), Is.Empty);
        Assert.That((await PutAsync(Edited(), "organization"))["version"]!.GetValue<int>(), Is.EqualTo(version));
        Assert.That((await Api.ConversationAsync(id)).ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_promise_that_would_lie_in_the_past_is_broken_at_once_and_says_why()
    {
        var (asked, id, _) = await TwoQuestionsAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        var shorter = Edited(firstResponse: "00:10:00");
        Assert.That((await PutAsync(shorter, "organization?dryRun=true"))["promises"]!.AsArray().Select(Text), Has.Exactly(2).EqualTo($"firstResponse breached {asked.AddHours(2):HH:mm} {asked.AddMinutes(10):HH:mm}"));
        await PutAsync(shorter, "organization");
        var deadline = (await Api.ConversationAsync(id))["deadlines"]!.AsArray().Single(d => d!["target"]!.GetValue<string>() == "firstResponse")!;
        Assert.That((deadline["state"]!.GetValue<string>(), deadline["retroactive"]!.GetValue<bool>(), deadline["breachedAt"]!.GetValue<DateTimeOffset>()), Is.EqualTo(("breached", true, asked.AddMinutes(10))));
    }

    [Test]
    public async Task Reports_count_what_the_rows_say()
    {
        var (asked, kept, broken) = await TwoQuestionsAsync();
        await Api.DoAsync($"conversations/{kept}/answers", new { by = "ann", text = "Fixed." });
        await Api.InStateAsync(kept, "answered");
        await PassTimeUntilAsync(TimeSpan.FromMinutes(5), async () => (await Api.ConversationAsync(broken))["deadlines"]!.ToJsonString().Contains("breached", StringComparison.Ordinal), "the other is overdue");
        await PassTimeUntilAsync(TimeSpan.FromMinutes(5), async () => (await FirstResponsesAsync("by=topic")).Sum(l => l.Kept + l.Breached) == 2, "both are judged");

        Assert.That(await FirstResponsesAsync("by=topic,channel&per=week"), Is.EqualTo(new[] { new Line("2026-11-23", "billing", "site", 1, 1) }));
        Assert.That((await FirstResponsesAsync($"to={asked.AddHours(1):yyyy-MM-dd'T'HH:mm:ss}Z")).Single(), Is.EqualTo(new Line(null, null, null, 1, 0)), "only what was judged by then");

        await Api.DoAsync($"conversations/{broken}/close", new { by = "mia", reason = "spam" });
        Assert.That((await FirstResponsesAsync("by=topic")).Single(), Is.EqualTo(new Line(null, "billing", null, 1, 0)), "spam was nobody's promise");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/reports/sla?by=topic");
        request.Headers.Authorization = new("Bearer", TestService.AdminKey);
        request.Headers.Accept.ParseAdd("text/csv");
        using var csv = await Api.Http.SendAsync(request);
        Assert.That(csv.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.That(lines[0], Is.EqualTo("period,target,topic,expert,channel,network,kept,breached,share,median,percentile90"));
        Assert.That(lines, Has.Some.Match("^,firstResponse,billing,,,,1,0,1,00:00:00"));

        var wrong = await Api.GetAsync("reports/sla?by=colour&per=year&from=2027-01-01T00:00:00Z");
        Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(wrong.Faults.Count(), Is.EqualTo(3), "all faults at once");
    }

    sealed record Line(string? Period, string? Topic, string? Channel, int Kept, int Breached);

    async Task<List<Line>> FirstResponsesAsync(string query) => [.. (await Api.SeeAsync($"reports/sla?{query}"))["items"]!.AsArray()
        .Where(i => i!["target"]!.GetValue<string>() == "firstResponse")
        .Select(i => new Line(i!["period"]?.GetValue<string>(), i["topic"]?.GetValue<string>(), i["channel"]?.GetValue<string>(), i["kept"]!.GetValue<int>(), i["breached"]!.GetValue<int>()))];

    async Task<(DateTimeOffset Asked, string First, string Second)> TwoQuestionsAsync()
    {
        var ids = new List<string>();
        foreach (var post in new[] { "p1", "p2" })
        {
            ids.Add(await Api.AskAsync(Sample.Channel, post, "My invoice is wrong"));
            await Api.InStateAsync(ids[^1], "assigned");
        }
        return (Clock.GetUtcNow(), ids[0], ids[1]);
    }

    string Edited(string firstResponse = "03:00:00")
    {
        var organization = JsonNode.Parse(Organization)!;
        organization["slaPolicies"]![0]!["targets"] = new JsonObject { ["acceptance"] = "00:45:00", ["firstResponse"] = firstResponse, ["resolution"] = "08:00:00" };
        return organization.ToJsonString();
    }

    async Task<JsonNode> PutAsync(string organization, string path)
    {
        var answer = await Api.SendAsync(HttpMethod.Put, path, new StringContent(organization, Encoding.UTF8, "application/json"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
        return answer.Body!;
    }

    static string Text(JsonNode? change) =>
        $"{change!["target"]} {change["change"]} {Time(change["from"])} {Time(change["to"])}";

    static string Time(JsonNode? instant) => instant is null ? "" : $"{instant.GetValue<DateTimeOffset>():HH:mm}";
}
