using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_a_question_is_asked(string setUp) : Journey(setUp)
{
    [Test]
    public async Task An_expert_of_its_topic_answers_in_the_thread_and_keeps_the_follow_ups()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "Where do I find my invoice?");
        var assigned = await Api.InStateAsync(id, "assigned");
        Assert.That(Text(assigned, "topic"), Is.EqualTo("billing"));
        Assert.That(Text(assigned, "expert"), Is.EqualTo("ann"), "Ann has the higher level");
        Assert.That(Deadline(assigned, "firstResponse")["dueAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(Clock.GetUtcNow() + TimeSpan.FromHours(2)));

        await Api.DoAsync($"conversations/{id}/accept", new { by = "ann" });
        await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Under Account, then Invoices." });
        var answered = await Api.InStateAsync(id, "answered");

        var delivered = Receiver.Answers.Values.Single();
        Assert.That(Text(delivered, "inReplyTo"), Is.EqualTo("p1"));
        Assert.That(Text(delivered, "by"), Is.EqualTo("Ann Peeters"));
        Assert.That(Text(delivered, "text"), Is.EqualTo("Under Account, then Invoices."));
        Assert.That(Text(Deadline(answered, "firstResponse"), "state"), Is.EqualTo("met"));
        Assert.That(answered["nextDueAt"], Is.Null);

        var ourPost = Text(answered["answers"]![0]!, "externalId")!;
        var followUp = await Api.AskAsync(Sample.Channel, "p2", "And a refund?", inReplyTo: ourPost);
        Assert.That(followUp, Is.EqualTo(id), "a reply to our answer is the same conversation");
        var back = await Api.InStateAsync(id, "accepted");
        Assert.That(Text(back, "expert"), Is.EqualTo("ann"));
        Assert.That(back["posts"]!.AsArray(), Has.Count.EqualTo(2));

        await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Within 30 days." });
        await Api.InStateAsync(id, "answered");
        Assert.That(Receiver.Answers.Values.Select(a => Text(a, "inReplyTo")), Is.EquivalentTo(new[] { "p1", "p2" }));
        Assert.That(Events(await Api.ConversationAsync(id)), Is.EqualTo(
            "received classified deadlineSet assigned deadlineSet accepted deadlineMet answered delivered deadlineMet postReceived followUp answered delivered"));
    }

    [Test]
    public async Task A_post_by_somebody_else_in_the_thread_is_kept_and_sets_nothing_off()
    {
        var id = await AnsweredAsync();
        await Api.AskAsync(Sample.Channel, "p2", "I wonder, too", author: "yan", inReplyTo: "p1");
        var third = await Api.AskAsync(Sample.Channel, "p3", "A parcel is late", author: "yan");
        await Api.InStateAsync(third, "assigned");

        var conversation = await Api.ConversationAsync(id);
        Assert.That(Text(conversation, "state"), Is.EqualTo("answered"));
        Assert.That(conversation["posts"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_question_that_fits_no_topic_waits_for_a_manager_who_sends_it_to_one()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "Hello, is anybody there?");
        await Api.InStateAsync(id, "triage");
        await Api.DoAsync($"conversations/{id}/forward", new { by = "mia", to = "topic:delivery", note = "they mean yesterday's parcel" });

        var assigned = await Api.InStateAsync(id, "assigned");
        Assert.That(Text(assigned, "expert"), Is.EqualTo("bob"));
        Assert.That(Text(assigned["notes"]![0]!, "text"), Is.EqualTo("they mean yesterday's parcel"));
    }

    [Test]
    public async Task An_expert_who_declines_is_not_asked_again()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/decline", new { by = "ann", reason = "I am not in that team", suggest = "expert:bob" });

        var again = await Until.SeenAsync(() => Api.ConversationAsync(id), c => Text(c, "expert") == "bob", "Bob is asked");
        Assert.That(Text(again, "state"), Is.EqualTo("assigned"));
        Assert.That(Events(again), Does.Contain("declined"));
    }

    [Test]
    public async Task A_closed_conversation_is_reopened_by_its_asker_within_a_week_and_linked_after_it()
    {
        var id = await AnsweredAsync();
        await Api.DoAsync($"conversations/{id}/close", new { by = "mia", reason = "answered" });

        Clock.Advance(TimeSpan.FromDays(6));
        Assert.That(await Api.AskAsync(Sample.Channel, "p2", "It is wrong again", inReplyTo: "p1"), Is.EqualTo(id));
        var reopened = await Api.InStateAsync(id, "accepted");
        Assert.That(Text(reopened, "expert"), Is.EqualTo("ann"));

        await Api.DoAsync($"conversations/{id}/close", new { by = "mia", reason = "answered" });
        Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromTicks(1));
        var later = await Api.AskAsync(Sample.Channel, "p3", "My invoice, once more", inReplyTo: "p1");
        Assert.That(later, Is.Not.EqualTo(id));
        Assert.That(Events(await Api.InStateAsync(later, "assigned")), Does.StartWith("received linked"));
    }

    [Test]
    public async Task An_answer_on_a_topic_that_wants_approval_goes_out_when_a_manager_approves_it()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "I shall call my lawyer");
        await Api.InStateAsync(id, "assigned");
        var answer = Text(await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Please do not." }), "answer");
        Assert.That(Text((await Api.ConversationAsync(id))["answers"]![0]!, "state"), Is.EqualTo("awaitingApproval"));
        Assert.That(Receiver.Tries, Is.Empty);

        await Api.DoAsync($"answers/{answer}/approve", new { by = "mia" });
        await Api.InStateAsync(id, "answered");
    }

    async Task<string> AnsweredAsync()
    {
        var id = await Api.AskAsync(Sample.Channel, "p1", "Where do I find my invoice?");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Under Account, then Invoices." });
        await Api.InStateAsync(id, "answered");
        return id;
    }

    static string? Text(JsonNode node, string field) => node[field]?.GetValue<string>();

    static JsonNode Deadline(JsonNode conversation, string target) =>
        conversation["deadlines"]!.AsArray().Single(d => Text(d!, "target") == target)!;

    static string Events(JsonNode conversation) => string.Join(' ', conversation["timeline"]!.AsArray().Select(e => Text(e!, "event")));
}
