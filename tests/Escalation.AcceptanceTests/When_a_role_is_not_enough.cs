using System.Text.Json.Nodes;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>
/// Every call of the service by everybody, against the table of roles in the public contract. Ann is the expert of the
/// topic, Bob of another; a call that the table does not name fails it.
/// </summary>
public sealed partial class When_a_role_is_not_enough : OneService
{
    const string Nobody = "no key", Stranger = "wrong key", Integration = "integration", Expert = "expert", Other = "expert of another topic",
        Manager = "manager", Ops = "ops", Admin = "admin";

    readonly Dictionary<string, ApiClient> _callers = [];

    protected override string Organization => WithAda(Sample.Organization(capacity: 1000));

    /// <summary>An administrator who is a person, so that she acts in her own name.</summary>
    static string WithAda(string file)
    {
        var organization = JsonNode.Parse(file)!;
        organization["people"]!.AsArray().Add(JsonNode.Parse("""{"name": "ada", "displayName": "Ada Smets", "roles": ["admin"]}"""));
        return organization.ToJsonString();
    }

    [OneTimeSetUp]
    public async Task MakeKeysAsync()
    {
        _callers[Nobody] = new ApiClient(Service.Address, null);
        _callers[Stranger] = Service.With("esc_wrong");
        _callers[Integration] = await WithKeyAsync(Role.Integration, null, Sample.Channel);
        _callers[Expert] = await WithKeyAsync(Role.Expert, "ann");
        _callers[Other] = await WithKeyAsync(Role.Expert, "bob");
        _callers[Manager] = await WithKeyAsync(Role.Manager, "mia");
        _callers[Ops] = await WithKeyAsync(Role.Ops, "olga");
        _callers[Admin] = await WithKeyAsync(Role.Admin, "ada");
    }

    [OneTimeTearDown]
    public void Close()
    {
        foreach (var caller in _callers.Values)
            caller.Dispose();
    }

    [TestCaseSource(nameof(Calls))]
    public async Task It_is_told_so(Call call)
    {
        var path = await PrepareAsync(call);
        var taken = 0;
        foreach (var (who, refusal) in call.Refusals)
        {
            var status = await _callers[who].StatusAsync(call.Method, path, call.Body, refusal is null ? null : answer => AssertProblem(answer, refusal.Value.Status, refusal.Value.Type));
            if (refusal is not null)
                continue;
            // Whoever comes second may find it done already; that is no question of rights.
            Assert.That(status is >= 200 and < 300 or 409, $"{who}: {status}");
            taken += status < 300 ? 1 : 0;
        }
        Assert.That(taken, Is.Positive.Or.EqualTo(call.Refusals.Values.Count(refusal => refusal is null)), "nobody could do it");
    }

    [Test]
    public void No_call_is_left_out()
    {
        var there = Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.That(Calls().Select(call => $"{call.Method} /api/v1/{call.Route}"), Is.EquivalentTo(there));
    }

    [Test]
    public async Task An_expert_sees_what_a_colleague_was_given_only_when_holding_it()
    {
        var id = await AskLegalAsync();
        AssertProblem(await _callers[Other].GetAsync($"conversations/{id}"), 404, "not-found");
        await _callers[Manager].DoAsync($"conversations/{id}/forward", new { to = "expert:bob" });
        await _callers[Other].SeeAsync($"conversations/{id}");
        await _callers[Other].DoAsync($"conversations/{id}/accept");
        await _callers[Expert].SeeAsync($"conversations/{id}");
    }

    [Test]
    public async Task A_list_has_what_the_caller_may_see()
    {
        var id = await AskLegalAsync();
        string[] see = [Expert, Manager, Ops, Admin];
        foreach (var who in (string[])[.. see, Other])
        {
            var items = (await _callers[who].SeeAsync("conversations?topic=legal&limit=200"))["items"]!.AsArray();
            Assert.That(items.Any(item => item!["id"]!.GetValue<string>() == id), Is.EqualTo(see.Contains(who)), who);
        }
    }

    [TestCase(Expert)]
    [TestCase(Manager)]
    [TestCase(Ops)]
    public async Task Only_an_administrator_names_somebody_else(string who)
    {
        var id = await AskLegalAsync();
        var answer = await _callers[who].PostAsync($"conversations/{id}/accept", new { by = "ada" });
        AssertProblem(answer, 400, "invalid");
        Assert.That(answer.Faults, Is.EqualTo(["by: only an administrator may name somebody else"]));
    }

    [Test]
    public async Task Whom_an_administrator_names_acts_with_rights_of_their_own()
    {
        var id = await AskLegalAsync();
        await Api.DoAsync($"conversations/{id}/accept", new { by = "ann" });
        var accepted = (await Api.ConversationAsync(id))["timeline"]!.AsArray().Single(entry => entry!["event"]!.GetValue<string>() == "accepted");
        Assert.That(accepted!["by"]!.GetValue<string>(), Is.EqualTo("ann"));
        AssertProblem(await Api.PostAsync($"conversations/{id}/close", new { by = "ann", reason = "spam" }), 403, "forbidden");
        AssertProblem(await Api.PostAsync($"conversations/{id}/notes", new { by = "bob", text = "Let me see." }), 404, "not-found");
    }

    [Test]
    public async Task Own_name_may_always_be_said()
    {
        var id = await AskLegalAsync();
        await _callers[Expert].DoAsync($"conversations/{id}/accept", new { by = "ann" });
    }

    [Test]
    public async Task A_key_ends_with_the_role_that_it_stands_for()
    {
        using var key = await WithKeyAsync(Role.Manager, "bob");
        AssertProblem(await key.GetAsync("conversations"), 401, "unauthenticated");
    }

    async Task<string> AskLegalAsync()
    {
        var id = await Api.AskAsync(Sample.Channel, $"q{Guid.NewGuid()}", "Do I need a lawyer?");
        await Api.InStateAsync(id, "assigned");
        return id;
    }

    /// <summary>What the call is about is made anew for each.</summary>
    async Task<string> PrepareAsync(Call call)
    {
        if (call.Route.StartsWith("conversations/{id", StringComparison.Ordinal))
        {
            call.Body = call.Body?.Replace("{other}", call.Body.Contains("{other}") ? await AskLegalAsync() : "");
            return call.Route.Replace("{id:guid}", await AskLegalAsync());
        }
        if (call.Route.StartsWith("answers/", StringComparison.Ordinal))
            return call.Route.Replace("{id:guid}", await AnswerAsync(isFailed: call.Route.EndsWith("retry", StringComparison.Ordinal)));
        if (call.Route.StartsWith("alerts/", StringComparison.Ordinal))
            return call.Route.Replace("{id:guid}", await AlertAsync());
        if (call.Route.StartsWith("topics/", StringComparison.Ordinal))
        {
            var topic = await TopicAsync();
            call.Body = call.Body?.Replace("{name}", topic);
            return call.Route.Replace("{name}", topic);
        }
        if (call.Route.StartsWith("authors/", StringComparison.Ordinal))
            await AskLegalAsync();
        return call.Route.Replace("{channel}", Sample.Channel).Replace("people/{name}", "people/ann").Replace("{id}", "zoe");
    }

    async Task<string> TopicAsync()
    {
        var topic = new Topic($"t{Guid.NewGuid():N}", "Something", [], [], null, false);
        var file = Service.Services.GetRequiredService<CurrentOrganization>().Now.File;
        await Service.Services.GetRequiredService<ApplyOrganization>().HandleAsync(file with { Topics = [.. file.Topics, topic] }, "test", null, CancellationToken.None);
        return topic.Name;
    }

    async Task<string> AnswerAsync(bool isFailed)
    {
        var taken = await Api.DoAsync($"conversations/{await AskLegalAsync()}/answers", new { by = "ann", text = "Not for this." });
        var answer = taken["answer"]!.GetValue<Guid>();
        if (isFailed)
            await Service.Services.GetRequiredService<Database>().WriteAsync(async db => (await db.Answers.SingleAsync(a => a.Id == answer)).State = AnswerState.Failed);
        return answer.ToString();
    }

    Task<string> AlertAsync() => Service.Services.GetRequiredService<Database>().WriteAsync(db =>
    {
        db.Raise(OrganizationFile.Empty, AlertKinds.Uncovered, TimeProvider.System.GetUtcNow(), "Nobody is there.");
        return Task.FromResult(db.Alerts.Local.Single().Id.ToString());
    });
}
