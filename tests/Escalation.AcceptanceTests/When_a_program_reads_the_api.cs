using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>The shapes of the public contract, to the field, and the document that describes them to programs.</summary>
public sealed partial class When_a_program_reads_the_api : OneService
{
    const string Summary = "id, channel, network, state, topic, confidence, guesses, expert, priority, language, onHold, closeReason, createdAt, nextDueAt, author, policy, organizationVersion";

    static readonly string[] Calls =
    [
        "POST /channels/{channel}/posts", "POST /webhooks/{channel}", "GET /conversations", "GET /conversations/{id}",
        "POST /conversations/{id}/accept", "POST /conversations/{id}/decline", "POST /conversations/{id}/forward", "POST /conversations/{id}/answers",
        "POST /conversations/{id}/notes", "POST /conversations/{id}/hold", "POST /conversations/{id}/resume", "POST /conversations/{id}/close",
        "POST /conversations/{id}/priority", "POST /conversations/{id}/merge", "POST /answers/{id}/approve", "POST /answers/{id}/reject",
        "POST /answers/{id}/retry", "GET /alerts", "POST /alerts/{id}/acknowledge", "GET /events", "GET /coverage", "GET /organization", "PUT /organization",
    ];

    string _id = "";

    [OneTimeSetUp]
    public async Task AskAsync()
    {
        var taken = await Api.DoAsync($"channels/{Sample.Channel}/posts", new
        {
            id = "p1",
            text = "Where is my invoice?",
            author = new { id = "zoe", name = "Zoe", handle = "@zoe", tags = new[] { "vip" } },
            url = "https://network.example/p1",
            createdAt = "2026-11-23T10:00:00.123456789+01:00",
            language = "en",
            attachments = new[] { new { url = "https://network.example/1.png", mediaType = "image/png", description = "The order" } },
        });
        _id = taken["conversation"]!.GetValue<string>();
        await Api.InStateAsync(_id, "assigned");
        await Api.DoAsync($"conversations/{_id}/notes", new { text = "Known customer" });
        await Api.DoAsync($"conversations/{_id}/answers", new { by = "ann", text = "In your mail." });
        await Service.Services.GetRequiredService<Database>().WriteAsync(async db =>
        {
            var deadline = await db.Deadlines.FirstAsync(d => d.Target == Targets.FirstResponse);
            deadline.Remaining = new TimeSpan(2, 1, 30, 0);
        });
    }

    [Test]
    public async Task A_conversation_has_the_fields_of_the_contract()
    {
        var conversation = await Api.ConversationAsync(_id);
        // Notes, an answer's problem and submittedAt are more than the contract asks.
        AssertFields(conversation, $"{Summary}, posts, answers, deadlines, timeline, notes");
        AssertFields(conversation["author"], "id, name, handle, tags");
        AssertFields(conversation["posts"]![0], "id, text, author, url, visibility, attachments, createdAt, receivedAt, editedAt, deletedAt, ours");
        AssertFields(conversation["posts"]![0]!["attachments"]![0], "url, mediaType, description");
        AssertFields(conversation["answers"]![0], "id, text, by, holding, state, attempts, externalId, url, parts, deliveredAt, problem, submittedAt");
        AssertFields(conversation["deadlines"]![0], "target, cycle, startedAt, dueAt, remaining, state, satisfiedAt, breachedAt, detectedAt, retroactive, explanation");
        AssertFields(conversation["deadlines"]![0]!["explanation"]![0], "from, to");
        AssertFields(conversation["notes"]![0], "id, at, by, text");
        foreach (var entry in conversation["timeline"]!.AsArray())
            Assert.That(entry!.AsObject().Select(field => field.Key).Take(3), Is.EqualTo(["at", "event", "by"]));
        Assert.That(conversation["timeline"]!.ToJsonString(), Does.Not.Contain("Where is").And.Not.Contain("Zoe").And.Not.Contain("Known customer").And.Not.Contain("your mail"));
    }

    [Test]
    public async Task Coverage_says_who_is_there_for_a_topic_and_when()
    {
        var billing = (await Api.SeeAsync("coverage?hours=24")).AsArray().Single(topic => topic!["topic"]!.GetValue<string>() == "billing")!;
        AssertFields(billing, "topic, title, reachable, experts, uncovered");
        Assert.That((billing["reachable"]!.GetValue<int>(), billing["uncovered"]!.AsArray().Count), Is.EqualTo((2, 0)));
        var ann = billing["experts"]![0]!;
        AssertFields(ann, "name, displayName, level, held, capacity, absentUntil, nextAbsence, substitute, declined, hours");
        AssertFields(ann["hours"]![0], "from, to");
        Assert.That(ann["hours"]![0]!["to"]!.GetValue<DateTime>() - ann["hours"]![0]!["from"]!.GetValue<DateTime>(), Is.EqualTo(TimeSpan.FromHours(24)));
    }

    [Test]
    public async Task A_list_has_conversations_without_posts_answers_and_timeline()
    {
        var page = await Api.SeeAsync("conversations");
        AssertFields(page, "items, next");
        AssertFields(page["items"]![0], $"{Summary}, deadlines");
    }

    [Test]
    public async Task Names_are_camelCase_times_UTC_and_durations_constant()
    {
        var conversation = await Api.ConversationAsync(_id);
        Assert.That(Fields(conversation).Select(field => field.Key), Has.All.Matches("^[a-z][A-Za-z]*$"));
        var times = Fields(conversation).Where(field => field.Key is "at" or "from" or "to" || field.Key.EndsWith("At", StringComparison.Ordinal)).Select(field => field.Value).Where(value => value is not null).ToList();
        Assert.That(times.ConvertAll(time => time!.GetValue<string>()), Has.Count.GreaterThan(8).And.All.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"));
        Assert.That(conversation["posts"]![0]!["createdAt"]!.GetValue<string>(), Is.EqualTo("2026-11-23T09:00:00.1234567Z"));
        Assert.That(conversation["deadlines"]!.AsArray().Select(d => d!["remaining"]?.GetValue<string>()), Does.Contain("2.01:30:00"));
        Assert.That(conversation["answers"]![0]!["state"]!.GetValue<string>(), Is.AnyOf("queued", "failed"));
        Assert.That(conversation["deadlines"]!.AsArray().Select(d => d!["state"]!.GetValue<string>()), Is.SubsetOf(["running", "paused", "met", "breached", "cancelled"]));
    }

    [Test]
    public async Task The_document_names_every_call()
    {
        var document = await DocumentAsync();
        Assert.That((document.Info.Title, document.Info.Version), Is.EqualTo(("Escalation", "v1")));
        var calls = Operations(document).Select(call => $"{call.Method} {call.Path.Replace("/api/v1", "")}");
        Assert.That(Calls, Is.SubsetOf(calls));
        Assert.That(document.Tags!.Select(tag => tag.Name), Has.All.Matches("^[a-z]+$"));
        Assert.That(document.Components!.SecuritySchemes!.Values.Single(), Has.Property("Type").EqualTo(SecuritySchemeType.Http).And.Property("Scheme").EqualTo("bearer"));
        Assert.That(document.Security!.Single().Keys.Single().Target, Is.Not.Null);
    }

    [Test]
    public async Task Each_call_says_what_it_takes_and_answers()
    {
        foreach (var (method, path, operation) in Operations(await DocumentAsync()))
        {
            var call = $"{method} {path}";
            Assert.That(operation.Summary, Is.Not.Empty, call);
            Assert.That(operation.Tags, Has.Count.EqualTo(1), call);
            Assert.That(operation.Responses!.Keys, Does.Contain("400").And.Contain("401"), call);
            Assert.That(operation.Responses.Keys.Count(status => status[0] == '2'), Is.EqualTo(1), call);
            foreach (var content in operation.Responses.Values.SelectMany(response => response.Content ?? new Dictionary<string, OpenApiMediaType>()))
                Assert.That(content.Value.Schema, Is.Not.Null, call);
            if (operation.RequestBody is { } body)
                Assert.That(body.Content!.Keys, Is.EqualTo(["application/json"]), call);
            foreach (var name in PathParameter().Matches(path).Select(match => match.Groups[1].Value))
                Assert.That(operation.Parameters!.Any(parameter => parameter.Name == name && parameter.In == ParameterLocation.Path), call);
        }
    }

    [Test]
    public async Task The_list_says_what_it_may_be_asked()
    {
        var list = Operations(await DocumentAsync()).Single(call => call is { Method: "GET", Path: "/api/v1/conversations" }).Operation;
        Assert.That(list.Parameters!.Select(parameter => parameter.Name), Is.EqualTo(["state", "topic", "expert", "breached", "search", "after", "limit"]));
    }

    async Task<OpenApiDocument> DocumentAsync()
    {
        using var anonymous = new ApiClient(Service.Address, null);
        var read = OpenApiDocument.Parse((await anonymous.SeeAsync("/openapi/v1.json")).ToJsonString(), "json");
        Assert.That(read.Diagnostic!.Errors, Is.Empty);
        Assert.That(read.Diagnostic.Warnings, Is.Empty);
        return read.Document!;
    }

    static IEnumerable<(string Method, string Path, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations!
        select (operation.Key.Method, path.Key, operation.Value);

    static void AssertFields(JsonNode? json, string fields) =>
        Assert.That(json!.AsObject().Select(field => field.Key), Is.EquivalentTo(fields.Split(", ")));

    static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(JsonNode? json) => json switch
    {
        JsonObject fields => fields.SelectMany(field => Fields(field.Value).Prepend(field)),
        JsonArray items => items.SelectMany(Fields),
        _ => [],
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
