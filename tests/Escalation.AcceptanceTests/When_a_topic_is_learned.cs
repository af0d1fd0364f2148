using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>What managers decide is what the service knows afterwards: the next question of the kind goes right by itself, on every replica and after a restart.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_a_topic_is_learned(string kind)
{
    /// <summary>None has a keyword of a topic.</summary>
    static readonly string[] Known =
    [
        "The driver left my order at the neighbour's door and nobody was home",
        "Nobody rang the bell, the driver just left my order outside at the door",
        "Your driver put the order behind the neighbour's door in the rain",
    ];

    const string Next = "Why did the driver leave the order at my neighbour's door?";

    readonly FakeClock _clock = new();
    readonly SetUp _setUp = SetUp.Of(kind);
    TestService _service = null!;

    [SetUp]
    public async Task StartAsync() => _service = await TestService.StartAsync(_setUp, Sample.Organization(), _clock);

    [TearDown]
    public async Task StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
    }

    [Test]
    public async Task The_next_question_of_the_kind_goes_to_it_by_itself()
    {
        await TeachAsync();
        var asked = await AskAsync(_service, "next", Next);
        AssertDelivery(asked);

        await _service.StopAsync();
        _service = await TestService.RestartAsync(_setUp, time: _clock);
        var again = await AskAsync(_service, "again", Next);
        AssertDelivery(again);
        Assert.That(Confidence(again), Is.EqualTo(Confidence(asked)).Within(0.05), "what was learned bit by bit is learned anew all at once, to the same end");
    }

    [Test]
    public async Task In_triage_stands_what_is_likeliest()
    {
        await TeachAsync();
        var asked = await AskAsync(_service, "p", "My neighbour is a nice person");
        Assert.That(asked["state"]!.GetValue<string>(), Is.EqualTo("triage"));
        var guess = asked["guesses"]![0]!;
        Assert.That(guess["topic"]!.GetValue<string>(), Is.EqualTo("delivery"));
        Assert.That(guess["confidence"]!.GetValue<double>(), Is.Positive.And.LessThan(0.7));
        Assert.That(Words(guess), Does.Contain("neighbour"));
        var told = asked["timeline"]!.AsArray().Last(e => e!["event"]!.GetValue<string>() == "triage")!["guesses"]!.AsArray();
        Assert.That(told.Select(Likely), Is.EqualTo(asked["guesses"]!.AsArray().Select(Likely)));
        Assert.That(Words(told[0]!), Does.Contain("neighbour"));
        Assert.That(told.SelectMany(Words!), Does.Not.Contain("nice").And.Not.Contain("person"), "nobody else wrote them");
        var listed = (await _service.Admin.SeeAsync("conversations?state=triage"))["items"]!.AsArray().Single()!;
        Assert.That(listed["guesses"]!.ToJsonString(), Is.EqualTo(asked["guesses"]!.ToJsonString()));
    }

    async Task TeachAsync()
    {
        foreach (var (i, text) in Known.Index())
        {
            var asked = await AskAsync(_service, $"known{i}", text);
            // It may have got the point before the last of them.
            if (i == 0)
                Assert.That(asked["state"]!.GetValue<string>(), Is.EqualTo("triage"));
            await _service.Admin.DoAsync($"conversations/{asked["id"]}/forward", new { by = "mia", to = "topic:delivery" });
        }
    }

    static async Task<JsonNode> AskAsync(TestService service, string id, string text)
    {
        var conversation = await service.Admin.AskAsync(Sample.Channel, id, text, author: id);
        return await Until.SeenAsync(() => service.Admin.ConversationAsync(conversation), c => c["state"]!.GetValue<string>() is "triage" or "assigned", $"{id} is routed");
    }

    static void AssertDelivery(JsonNode asked)
    {
        Assert.That(asked["state"]!.GetValue<string>(), Is.EqualTo("assigned"), asked["guesses"]!.ToJsonString());
        Assert.That(asked["topic"]!.GetValue<string>(), Is.EqualTo("delivery"));
        Assert.That(asked["expert"]!.GetValue<string>(), Is.EqualTo("bob"));
        var classified = asked["timeline"]!.AsArray().Single(e => e!["event"]!.GetValue<string>() == "classified")!;
        Assert.That(classified["confidence"]!.GetValue<double>(), Is.InRange(0.7, 1).And.EqualTo(Confidence(asked)));
        Assert.That(Words(classified), Does.Contain("driver").Or.Contain("door"));
    }

    static double Confidence(JsonNode asked) => asked["confidence"]!.GetValue<double>();

    static (string, double) Likely(JsonNode? guess) => (guess!["topic"]!.GetValue<string>(), guess["confidence"]!.GetValue<double>());

    static IEnumerable<string> Words(JsonNode guess) => guess["words"]!.AsArray().Select(word => word!.GetValue<string>());
}
