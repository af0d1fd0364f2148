using System.Text;
using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_a_topic_is_renamed(string setUp) : Journey(setUp)
{
    static readonly string[] Known =
    [
        "The driver left my order at the neighbour's door and nobody was home",
        "Nobody rang the bell, the driver just left my order outside at the door",
        "Your driver put the order behind the neighbour's door in the rain",
    ];

    const string Next = "Why did the driver leave the order at my neighbour's door?";

    [Test]
    public async Task Its_questions_and_what_it_learned_go_with_it()
    {
        var held = await TeachAsync();
        var due = held["deadlines"]!.ToJsonString();
        Assert.That(await TaughtAsync("delivery"), Is.EqualTo(Known.Length));

        await Api.DoAsync("topics/delivery/rename", new { by = "mia", to = "shipping", title = "Shipping" });
        var after = await Api.ConversationAsync(held["id"]!.GetValue<string>());
        Assert.That(Text(after, "topic"), Is.EqualTo("shipping"));
        Assert.That(Text(after, "expert"), Is.EqualTo(Text(held, "expert")));
        Assert.That(after["deadlines"]!.ToJsonString(), Is.EqualTo(due));
        Assert.That(await TaughtAsync("shipping"), Is.EqualTo(Known.Length));
        Assert.That((await TopicsAsync()).Select(t => Text(t, "name")), Does.Not.Contain("delivery"));
        Assert.That((await Api.SeeAsync("organization")).ToJsonString(), Does.Contain("\"formerNames\":[\"delivery\"]").And.Not.Contain("\"topic\":\"delivery\""));

        Assert.That(Text(await KnownAsync("shipping"), "expert"), Is.EqualTo("bob"));
    }

    [Test]
    public async Task Merged_into_another_it_is_that_one_from_now_on()
    {
        var held = await TeachAsync();
        await Api.DoAsync("topics/delivery/merge", new { by = "mia", into = "billing" });
        Assert.That(Text(await Api.ConversationAsync(held["id"]!.GetValue<string>()), "topic"), Is.EqualTo("billing"));
        Assert.That(await TaughtAsync("billing"), Is.EqualTo(Known.Length));
        Assert.That((await TopicsAsync()).Select(t => Text(t, "name")), Is.EqualTo(new[] { "billing", "legal" }));
        await KnownAsync("billing");
        Assert.That(Text(await RoutedAsync("parcel", "Where is my parcel?"), "topic"), Is.EqualTo("billing"), "its keywords went with it, too");
    }

    [Test]
    public async Task Left_out_and_taken_in_again_it_still_knows_what_it_learned()
    {
        await TeachAsync();
        var with = (await Api.SeeAsync("organization")).ToJsonString();
        await PutAsync(Without(with, "delivery"));
        Assert.That((await TopicsAsync()).Select(t => Text(t, "name")), Does.Not.Contain("delivery"));
        await PutAsync(with);
        Assert.That(await TaughtAsync("delivery"), Is.EqualTo(Known.Length));
        await KnownAsync("delivery");
    }

    static string Without(string organization, string topic)
    {
        var file = JsonNode.Parse(organization)!;
        file["topics"]!.AsArray().RemoveAll(t => Text(t!, "name") == topic);
        foreach (var person in file["people"]!.AsArray())
            person!["topics"]?.AsArray().RemoveAll(t => Text(t!, "topic") == topic);
        return file.ToJsonString();
    }

    async Task PutAsync(string organization)
    {
        var answer = await Api.SendAsync(HttpMethod.Put, "organization", new StringContent(organization, Encoding.UTF8, "application/json"));
        Assert.That((int)answer.Status, Is.EqualTo(200), answer.ToString());
    }

    /// <summary>Each example by a manager's choice or, where that is not needed any more, by the expert's answer.</summary>
    /// <returns>A question that is open.</returns>
    async Task<JsonNode> TeachAsync()
    {
        foreach (var (i, text) in Known.Index())
        {
            var asked = await RoutedAsync($"p{i}", text);
            var id = Text(asked, "id")!;
            if (Text(asked, "state") == "triage")
                await Api.DoAsync($"conversations/{id}/forward", new { by = "mia", to = "topic:delivery" });
            await Api.InStateAsync(id, "assigned");
            await Api.DoAsync($"conversations/{id}/answers", new { by = "bob", text = "We shall ask the driver." });
        }
        return await RoutedAsync("open", "Where is my parcel?");
    }

    async Task<JsonNode> RoutedAsync(string post, string text)
    {
        var id = await Api.AskAsync(Sample.Channel, post, text, author: post);
        return await Until.SeenAsync(() => Api.ConversationAsync(id), c => Text(c, "state") is "triage" or "assigned", $"{post} is routed");
    }

    /// <summary>A question of the kind that goes to the topic by itself, as soon as the model knows of the new name.</summary>
    async Task<JsonNode> KnownAsync(string topic)
    {
        var asked = 0;
        return await Until.SeenAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            return await RoutedAsync($"next{++asked}", Next);
        }, c => Text(c, "state") == "assigned" && Text(c, "topic") == topic, $"it is known as {topic}");
    }

    async Task<int> TaughtAsync(string topic) => (await TopicsAsync()).Single(t => Text(t, "name") == topic)["taught"]!.GetValue<int>();

    async Task<IEnumerable<JsonNode>> TopicsAsync() => (await Api.SeeAsync("topics"))["items"]!.AsArray().Select(t => t!);

    static string? Text(JsonNode node, string field) => node[field]?.GetValue<string>();
}
