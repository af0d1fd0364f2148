using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Answers;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Questions;

/// <summary>A reply, an edit or a deletion that comes in before the post that it is about.</summary>
public class PostsOutOfOrder
{
    Store _store = null!;
    Receiving _receive = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _receive = new Receiving(_store);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_reply_before_its_parent_ends_in_one_conversation_that_the_parents_author_asks()
    {
        var reply = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        var parent = await _receive.PostAsync(Some.Post("p1") with { Author = new("zoe", "Zoe", "@zoe", ["vip"]), Language = "nl" });
        var conversation = await _receive.OnlyConversationAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(parent, Is.EqualTo(new ReceivePost.Received(reply.Conversation, Duplicate: false)));
            Assert.That((conversation.AuthorId, conversation.AuthorName, conversation.AuthorHandle, conversation.AuthorTags.Single(), conversation.Language), Is.EqualTo(("zoe", "Zoe", "@zoe", "vip", "nl")));
            Assert.That((await PostsAsync()).Select(p => (p.NetworkId, p.ByAsker)), Is.EqualTo(new[] { ("r1", false), ("p1", true) }));
            Assert.That(_store.Relay.Messages.Last(), Has.Property(nameof(PostReceived.ByAsker)).True);
        });
    }

    [TestCase(ConversationState.Triage, null)]
    [TestCase(ConversationState.Waiting, null)]
    [TestCase(ConversationState.Assigned, "ann")]
    public async Task What_only_the_service_has_looked_at_is_classified_anew(string state, string? expert)
    {
        var reply = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        await _receive.ChangeAsync(reply.Conversation, c => (c.State, c.Topic, c.Expert, c.PassedOver, c.Confidence) = (state, "legal", expert, ["bob"], 0.9));
        await _receive.PostAsync(Some.Post("p1"));
        var conversation = await _receive.OnlyConversationAsync();
        Assert.That((conversation.State, conversation.Topic, conversation.Expert, conversation.Confidence, conversation.PassedOver.Count), Is.EqualTo((ConversationState.Received, (string?)null, (string?)null, (double?)null, 0)));
        Assert.That(_store.Relay.Messages.OfType<ExpertsFreed>().Count(), Is.EqualTo(expert is null ? 0 : 1));
    }

    [Test]
    public async Task What_somebody_has_worked_on_stays_with_them()
    {
        var reply = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        await _receive.ChangeAsync(reply.Conversation, c => (c.State, c.Topic, c.Expert) = (ConversationState.Accepted, "legal", "ann"));
        await _store.Database.WriteAsync(db => { db.Record(reply.Conversation, _store.Clock.GetUtcNow(), "accepted", "ann"); return Task.CompletedTask; });
        await _receive.PostAsync(Some.Post("p1"));
        var conversation = await _receive.OnlyConversationAsync();
        Assert.That((conversation.State, conversation.Topic, conversation.Expert, conversation.AuthorId), Is.EqualTo((ConversationState.Accepted, "legal", "ann", "zoe")));
    }

    [Test]
    public async Task What_somebody_has_answered_meanwhile_is_linked()
    {
        var reply = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        await AnswerAsync(reply.Conversation!.Value);
        var parent = await _receive.PostAsync(Some.Post("p1"));
        var answered = (await _store.AllAsync<Conversation>()).Single(c => c.Id == reply.Conversation);
        Assert.That(parent.Conversation, Is.Not.Null.And.Not.EqualTo(reply.Conversation));
        Assert.That((answered.LinkedTo, answered.AuthorId), Is.EqualTo((parent.Conversation, "max")));
        Assert.That(await _receive.EventsAsync(), Is.EqualTo("received received linked"));
    }

    [Test]
    public async Task A_conversation_that_was_closed_meanwhile_is_linked_and_stays_closed()
    {
        var reply = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        await _receive.ChangeAsync(reply.Conversation, c => (c.State, c.ClosedAt, c.CloseReason) = (ConversationState.Closed, _store.Clock.GetUtcNow(), "spam"));
        var parent = await _receive.PostAsync(Some.Post("p1"));
        Assert.That(parent.Conversation, Is.Not.EqualTo(reply.Conversation));
        Assert.That((await _store.AllAsync<Conversation>()).Select(c => (c.State, c.LinkedTo)), Is.EquivalentTo(new[] { (ConversationState.Closed, parent.Conversation), (ConversationState.Received, null) }));
    }

    [Test]
    public async Task Replies_to_one_unknown_post_are_one_conversation_whoever_wrote_them()
    {
        var first = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        var second = await _receive.ReplyAsync("r2", to: "p1", author: "yan");
        var deeper = await _receive.ReplyAsync("r3", to: "r2", author: "max");
        Assert.That(new[] { second.Conversation, deeper.Conversation }, Is.All.EqualTo(first.Conversation));
    }

    [Test]
    public async Task A_parent_that_belongs_to_a_known_thread_brings_the_conversation_into_it()
    {
        var question = await _receive.PostAsync(Some.Post("p1"));
        var orphan = await _receive.ReplyAsync("r2", to: "r1");
        var parent = await _receive.ReplyAsync("r1", to: "p1", author: "max");
        var merged = (await _store.AllAsync<Conversation>()).Single(c => c.Id == orphan.Conversation);
        Assert.Multiple(async () =>
        {
            Assert.That(parent.Conversation, Is.EqualTo(question.Conversation));
            Assert.That((await PostsAsync()).Select(p => (p.ConversationId, p.ByAsker)), Is.EqualTo(new[] { (question.Conversation!.Value, true), (question.Conversation.Value, true), (question.Conversation.Value, false) }));
            Assert.That((merged.State, merged.CloseReason, merged.LinkedTo), Is.EqualTo((ConversationState.Closed, "duplicate", question.Conversation)));
            Assert.That((await _store.AllAsync<TimelineEntry>()).Where(e => e.Event == "merged").Select(e => (e.ConversationId, e.By)), Is.EquivalentTo(new[] { (orphan.Conversation, (string?)null), (question.Conversation, null) }));
            Assert.That(_store.Relay.Messages.Last(), Is.InstanceOf<PostReceived>().With.Property("ConversationId").EqualTo(question.Conversation).And.Property("ByAsker").True);
        });
    }

    [Test]
    public async Task A_reply_to_our_answer_before_the_answer_is_confirmed_goes_into_its_conversation()
    {
        using var delivering = new Delivering(_store, ("site", new Unused()));
        var answer = await delivering.AnswerAsync();
        var claim = await delivering.ClaimAsync(answer);
        var reply = await _receive.ReplyAsync("r1", to: "n1");
        Assert.That(reply.Conversation, Is.Not.EqualTo(answer.ConversationId));
        await delivering.Settle.DeliverAsync(claim, Delivering.Posted("n1"), CancellationToken.None);
        Assert.That((await PostsAsync()).Single(p => p.NetworkId == "r1").ConversationId, Is.EqualTo(answer.ConversationId));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Our_own_and_bots_replies_are_kept_until_the_post_replied_to_comes(bool ours, bool bot)
    {
        var kept = await _receive.PostAsync(Some.Post("o1", author: "us", inReplyTo: "p1") with { Ours = ours, Bot = bot });
        var after = await _receive.PostAsync(Some.Post("o2", author: "us", inReplyTo: "o1") with { Ours = ours, Bot = bot });
        Assert.That((kept.Conversation, after.Conversation), Is.EqualTo(((Guid?)null, (Guid?)null)));
        Assert.That(_store.Relay.Messages, Is.Empty);
        var parent = await _receive.PostAsync(Some.Post("p1"));
        Assert.That((await PostsAsync()).Select(p => (p.NetworkId, p.ConversationId, p.ByAsker)), Is.EqualTo(
            new[] { ("o1", parent.Conversation!.Value, false), ("o2", parent.Conversation.Value, false), ("p1", parent.Conversation.Value, true) }));
    }

    [Test]
    public async Task A_reply_to_our_own_reply_brings_it_along()
    {
        await _receive.PostAsync(Some.Post("o1", author: "us", inReplyTo: "p1") with { Ours = true });
        var reply = await _receive.ReplyAsync("r1", to: "o1");
        var parent = await _receive.PostAsync(Some.Post("p1"));
        Assert.That(parent.Conversation, Is.EqualTo(reply.Conversation));
        Assert.That((await PostsAsync()).Select(p => p.ConversationId), Is.All.EqualTo(reply.Conversation));
    }

    [Test]
    public async Task Whoever_replies_to_an_announcement_of_ours_asks_a_question_of_their_own()
    {
        await _receive.PostAsync(Some.Post("news", author: "us") with { Ours = true });
        var one = await _receive.ReplyAsync("r1", to: "news", author: "max");
        var other = await _receive.ReplyAsync("r2", to: "news", author: "yan");
        Assert.That(other.Conversation, Is.Not.Null.And.Not.EqualTo(one.Conversation));
    }

    [Test]
    public async Task A_deletion_before_its_post_is_remembered_and_the_late_post_starts_nothing()
    {
        await _receive.PostAsync(Some.Post("p1", "my password is 1234") with { DeletedAt = Some.Monday });
        for (var i = 0; i < 2; i++)
            Assert.That((await _receive.PostAsync(Some.Post("p1", "my password is 1234"))).Conversation, Is.Null);
        Assert.That((await PostsAsync()).Single(), Has.Property("Text").Empty.And.Property("DeletedAt").EqualTo(Some.Monday));
        Assert.That(await _store.AllAsync<Conversation>(), Is.Empty);
    }

    [Test]
    public async Task A_deleted_post_still_joins_what_replies_to_it_with_what_it_replied_to()
    {
        var question = await _receive.PostAsync(Some.Post("p1"));
        await _receive.PostAsync(new("r1", "", new("", ""), DeletedAt: Some.Monday));
        var orphan = await _receive.ReplyAsync("r2", to: "r1");
        Assert.That(orphan.Conversation, Is.Not.EqualTo(question.Conversation), "nobody knows yet");
        Assert.That((await _receive.ReplyAsync("r1", to: "p1", author: "max")).Conversation, Is.EqualTo(question.Conversation));
        Assert.That((await PostsAsync()).Select(p => (p.NetworkId, p.ConversationId, p.Text)), Is.EquivalentTo(
            new[] { ("p1", question.Conversation, "My invoice is wrong"), ("r1", question.Conversation, ""), ("r2", question.Conversation, "And?") }.Select(p => (p.Item1, p.Item2!.Value, p.Item3))));
    }

    [Test]
    public async Task An_edit_before_its_post_keeps_the_edited_text()
    {
        var edited = await _receive.PostAsync(Some.Post("p1", "second") with { EditedAt = Some.Monday });
        var original = await _receive.PostAsync(Some.Post("p1", "first"));
        Assert.That(original, Is.EqualTo(new ReceivePost.Received(edited.Conversation, Duplicate: true)));
        Assert.That((await PostsAsync()).Single().Text, Is.EqualTo("second"));
    }

    [Test]
    public async Task A_post_of_which_it_is_told_only_later_that_it_is_a_reply_joins_then()
    {
        var question = await _receive.PostAsync(Some.Post("p1"));
        await _receive.PostAsync(Some.Post("r1", "And now?"));
        Assert.That((await _receive.ReplyAsync("r1", to: "p1")).Conversation, Is.EqualTo(question.Conversation));
        Assert.That((await PostsAsync()).Select(p => p.ConversationId), Is.All.EqualTo(question.Conversation));
    }

    [TestCase("a", "a")]
    [TestCase("a", "b", "b", "a", Description = "a reply that replies to its own reply")]
    public async Task Posts_that_reply_in_a_circle_are_taken_in(params string[] replies)
    {
        for (var i = 0; i < replies.Length; i += 2)
            Assert.That((await _receive.ReplyAsync(replies[i], to: replies[i + 1])).Conversation, Is.Not.Null);
        Assert.That((await PostsAsync()).Select(p => p.ConversationId).Distinct().Count(), Is.EqualTo(1));
    }

    async Task<List<Post>> PostsAsync() => [.. (await _store.AllAsync<Post>()).OrderBy(p => p.Id)];

    Task AnswerAsync(Guid conversation) => _store.AddAsync(new Answer
    {
        Id = Guid.NewGuid(), ConversationId = conversation, Channel = "site", Text = "Yes.", By = "ann", InReplyTo = "r1", SubmittedAt = _store.Clock.GetUtcNow(),
    });

    sealed class Unused : IConnector
    {
        public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
