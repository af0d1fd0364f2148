using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Invariants 1, 2, 3 and 5 under SIGKILL: the load is released in portions, so that each of the kills falls into the middle of it.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public sealed class When_the_process_is_killed_again_and_again(string setUp)
{
    const int Posts = 2000, Kills = 10, Clients = 8;

    /// <summary>What a killed process was delivering is taken up when its lease is up: nothing here takes as long as a real network.</summary>
    static readonly Dictionary<string, string> ShortLeases = new() { ["ESCALATION_Leases__Delivery"] = "00:00:05" };

    readonly ConcurrentDictionary<int, string> _acknowledged = [];
    readonly ConcurrentDictionary<string, string> _answersGiven = [];
    readonly CancellationTokenSource _loadIsOver = new();

    [Test]
    public async Task No_question_is_lost_or_doubled_and_every_answer_arrives_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var service = await ServiceProcess.StartAsync(SetUp.Of(setUp), Sample.Organization(receiver.Url, capacity: 300), ShortLeases);
        TestContext.Out.WriteLine($"seed {TestContext.CurrentContext.Random.NextShort()}");

        var answering = AnswerAsync(service);
        for (var portion = 0; portion <= Kills; portion++)
        {
            var load = SendAsync(service, portion * Posts / (Kills + 1), (portion + 1) * Posts / (Kills + 1));
            if (portion < Kills)
                await KillInTheMiddleAsync(service, portion);
            await load;
        }
        await _loadIsOver.CancelAsync();
        await answering;

        await Until.TrueAsync(async () => (await AllAsync(service, "received")).Count == 0, "every question is routed", TimeSpan.FromMinutes(2));
        // What gets an earlier deadline while the pages are read moves to one that was read already; the next reading has it, unless it is lost.
        var conversations = await Until.SeenAsync(() => AllAsync(service, state: null), all => all.Count == Posts, "every question is in the list");
        Assert.That(_acknowledged.Values.Distinct().Count(), Is.EqualTo(Posts), "each post is a conversation of its own");
        Assert.That(conversations.Values.Select(c => c["state"]!.GetValue<string>()), Is.All.AnyOf("assigned", "accepted", "answered", "waiting"));
        Assert.That(conversations.Values.Where(c => c["state"]!.GetValue<string>() == "assigned"), Is.All.Matches<JsonNode>(c => c["expert"] is not null));
        await EveryAnswerArrivesOnceAsync(service, receiver, conversations);
    }

    async Task SendAsync(ServiceProcess service, int from, int to) =>
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (post, _) =>
            await Until.TrueAsync(async () =>
            {
                var body = new { id = $"p{post}", text = $"My invoice {post} is wrong", author = new { id = $"asker{post}", name = "Zoe" } };
                if (await TryAsync(() => service.Api.PostAsync($"channels/{Sample.Channel}/posts", body)) is not { Status: HttpStatusCode.Accepted } taken)
                    return false;
                _acknowledged[post] = taken.Body!["conversation"]!.GetValue<string>();
                return true;
            }, $"post {post} is acknowledged", TimeSpan.FromMinutes(2)));

    async Task KillInTheMiddleAsync(ServiceProcess service, int portion)
    {
        var size = Posts / (Kills + 1);
        var moment = portion * size + TestContext.CurrentContext.Random.Next(size / 10, size * 9 / 10);
        await Until.TrueAsync(() => Task.FromResult(_acknowledged.Count >= moment), "the load is under way", TimeSpan.FromMinutes(2));
        Assert.That(_acknowledged, Has.Count.LessThan((portion + 1) * Posts / (Kills + 1)), "the kill falls into the load");
        service.Kill();
        service.Start();
    }

    /// <summary>Experts who answer what they are assigned while all that goes on. Whoever got no acknowledgement looks before answering again, as a person would.</summary>
    async Task AnswerAsync(ServiceProcess service)
    {
        while (!_loadIsOver.IsCancellationRequested)
        {
            var assigned = await TryAsync(() => service.Api.GetAsync("conversations?state=assigned&limit=5"));
            foreach (var conversation in assigned?.Body?["items"]?.AsArray() ?? [])
            {
                var (id, expert) = (conversation!["id"]!.GetValue<string>(), conversation["expert"]!.GetValue<string>());
                if (await TryAsync(() => service.Api.PostAsync($"conversations/{id}/answers", new { by = expert, text = $"It is right now. ({id})" })) is { Status: HttpStatusCode.Accepted } taken)
                    _answersGiven[taken.Body!["answer"]!.GetValue<string>()] = id;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    async Task EveryAnswerArrivesOnceAsync(ServiceProcess service, Receiver receiver, Dictionary<string, JsonNode> conversations)
    {
        var answers = new ConcurrentDictionary<string, string>();
        var open = new ConcurrentBag<string>(conversations.Keys);
        await Until.TrueAsync(async () =>
        {
            var looked = open.ToList();
            open.Clear();
            await Parallel.ForEachAsync(looked, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (id, _) =>
            {
                var all = (await service.Api.ConversationAsync(id))["answers"]!.AsArray();
                foreach (var answer in all)
                    answers[answer!["id"]!.GetValue<string>()] = answer["state"]!.GetValue<string>();
                if (all.Any(answer => answer!["state"]!.GetValue<string>() != "delivered"))
                    open.Add(id);
            });
            return open.IsEmpty;
        }, "every answer is delivered", TimeSpan.FromMinutes(3));

        TestContext.Out.WriteLine($"{Posts} posts, {Kills} kills, {answers.Count} answers in {receiver.Tries.Count} tries");
        Assert.That(answers, Is.Not.Empty);
        Assert.That(answers.Keys, Is.SupersetOf(_answersGiven.Keys), "what was acknowledged is there");
        Assert.That(receiver.Answers.Values.Select(a => a["answer"]!.GetValue<string>()), Is.EquivalentTo(answers.Keys), "each answer once at the receiving end");
    }

    static async Task<Dictionary<string, JsonNode>> AllAsync(ServiceProcess service, string? state)
    {
        var all = new Dictionary<string, JsonNode>();
        for (string? next = ""; next is not null;)
        {
            var page = await service.Api.SeeAsync($"conversations?limit=200&after={next}{(state is null ? "" : $"&state={state}")}");
            foreach (var conversation in page["items"]!.AsArray())
                all[conversation!["id"]!.GetValue<string>()] = conversation; // what is answered meanwhile moves to the end and is seen again
            next = page["next"]?.GetValue<string>();
        }
        return all;
    }

    static async Task<ApiAnswer?> TryAsync(Func<Task<ApiAnswer>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }
}
