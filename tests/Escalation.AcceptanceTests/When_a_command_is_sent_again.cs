using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_a_command_is_sent_again(string setUp) : Journey(setUp)
{
    [Test]
    public async Task By_its_key_it_is_done_once_and_answered_the_same()
    {
        var id = await AssignedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AnswerAsync(id, "Under Account.", key: "k1")));
        Assert.That(answers.Select(a => a.ToString()).Distinct().Single(), Does.StartWith("202"));

        await Api.InStateAsync(id, "answered");
        Assert.That(Receiver.Answers, Has.Count.EqualTo(1));
        Assert.That((int)(await AnswerAsync(id, "Something else.", key: "k1")).Status, Is.EqualTo(422));
        Assert.That(await NotesAsync(id, "k2"), Is.EqualTo(await NotesAsync(id, "k2")));
    }

    [Test]
    public async Task Without_a_key_the_same_text_is_the_same_answer()
    {
        var id = await AssignedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AnswerAsync(id, "Under Account.")));
        Assert.That(answers.Select(a => a.ToString()).Distinct().ToList(), Has.Count.EqualTo(1));
        await Api.InStateAsync(id, "answered");
        Assert.That((await Api.ConversationAsync(id))["answers"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_key_that_is_too_long_is_refused_by_name() =>
        Assert.That((await AnswerAsync(await AssignedAsync(), "Yes.", key: new string('k', 256))).Faults, Is.EqualTo(new[] { "Idempotency-Key: must be one text of at most 255 characters" }));

    async Task<string> AssignedAsync()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "Where is my invoice?");
        await Api.InStateAsync(id, "assigned");
        return id;
    }

    async Task<string> NotesAsync(string id, string key) => (await SendAsync($"conversations/{id}/notes", new { by = "ann", text = "Ask Bob." }, key)).ToString();

    Task<ApiAnswer> AnswerAsync(string id, string text, string? key = null) => SendAsync($"conversations/{id}/answers", new { by = "ann", text }, key);

    Task<ApiAnswer> SendAsync(string path, object body, string? key)
    {
        var content = JsonContent.Create(JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body)));
        if (key is not null)
            content.Headers.Add("Idempotency-Key", key);
        return Api.SendAsync(HttpMethod.Post, path, content);
    }
}
