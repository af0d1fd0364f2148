using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Questions;

public class ReceivePostInThreads
{
    static readonly TimeSpan Week = TimeSpan.FromDays(7), Tick = TimeSpan.FromTicks(1);

    Store _store = null!;
    Receiving _receive = null!;
    Guid _id;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _receive = new Receiving(_store);
        _id = (await _receive.PostAsync(Some.Post("1"))).Conversation!.Value;
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [TestCase("zoe", true)]
    [TestCase("yan", false, Description = "somebody else in the thread arms nothing")]
    public async Task A_reply_joins_the_conversation(string author, bool byAsker)
    {
        var received = await _receive.ReplyAsync("2", to: "1", author);
        var post = (await _store.AllAsync<Post>()).Single(p => p.NetworkId == "2");
        Assert.That(received, Is.EqualTo(new ReceivePost.Received(_id, Duplicate: false)));
        Assert.That((post.ConversationId, post.InReplyTo, post.ByAsker), Is.EqualTo((_id, "1", byAsker)));
        Assert.That(_store.Relay.Messages.Last(), Is.EqualTo(new PostReceived(_id, post.Id, byAsker)));
        Assert.That(await _receive.EventsAsync(), Is.EqualTo("received postReceived"));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Our_own_and_bots_posts_in_the_thread_are_kept_but_never_the_askers(bool ours, bool bot)
    {
        var received = await _receive.PostAsync(Some.Post("2", inReplyTo: "1") with { Ours = ours, Bot = bot });
        Assert.That(received.Conversation, Is.EqualTo(_id));
        Assert.That(_store.Relay.Messages.Last(), Has.Property("ByAsker").False);
    }

    [Test]
    public async Task A_reply_to_a_reply_joins_too()
    {
        await _receive.ReplyAsync("2", to: "1", author: "yan");
        Assert.That((await _receive.ReplyAsync("3", to: "2")).Conversation, Is.EqualTo(_id));
    }

    [Test]
    public async Task A_reply_may_come_in_one_commit_with_its_question()
    {
        var (question, reply) = await _store.Database.WriteAsync(async db =>
        {
            var first = await _receive.Operation.HandleAsync(db, Some.Channel, Some.Post("a"), CancellationToken.None);
            await db.SaveChangesAsync();
            return (first, await _receive.Operation.HandleAsync(db, Some.Channel, Some.Post("b", inReplyTo: "a"), CancellationToken.None));
        });
        Assert.That(reply.Conversation, Is.EqualTo(question.Conversation));
    }

    [Test]
    public async Task A_reply_to_a_post_that_is_not_known_is_a_question_of_its_own() =>
        Assert.That((await _receive.ReplyAsync("2", to: "unknown")).Conversation, Is.Not.Null.And.Not.EqualTo(_id));

    [Test]
    public async Task A_reply_to_a_post_of_another_channel_is_a_question_of_its_own() =>
        Assert.That((await _receive.PostAsync(Some.Post("2", inReplyTo: "1"), new Channel("app", "webhook", Settings.None))).Conversation, Is.Not.EqualTo(_id));

    [Test]
    public async Task A_reply_to_our_answer_joins_and_the_answer_itself_is_known_when_it_comes_back()
    {
        await _store.AddAsync(new AnswerPost { Channel = "site", NetworkId = "ours", AnswerId = Guid.NewGuid(), ConversationId = _id });
        Assert.That((await _receive.ReplyAsync("2", to: "ours")).Conversation, Is.EqualTo(_id));
        Assert.That(await _receive.PostAsync(Some.Post("ours", inReplyTo: "1") with { Ours = true }), Is.EqualTo(new ReceivePost.Received(_id, Duplicate: true)));
        Assert.That(await _store.AllAsync<Post>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Until_the_reopening_time_is_up_a_reply_joins_the_closed_conversation()
    {
        await CloseAsync();
        _store.Clock.Advance(Week);
        Assert.That((await _receive.ReplyAsync("2", to: "1")).Conversation, Is.EqualTo(_id));
    }

    [Test]
    public async Task A_tick_later_it_is_a_new_conversation_linked_to_the_old_one()
    {
        await CloseAsync();
        _store.Clock.Advance(Week + Tick);
        var received = await _receive.ReplyAsync("2", to: "1");
        var linked = (await _store.AllAsync<Conversation>()).Single(c => c.Id == received.Conversation);
        Assert.That((linked.LinkedTo, linked.State), Is.EqualTo(((Guid?)_id, ConversationState.Received)));
        Assert.That(await _receive.EventsAsync(), Is.EqualTo("received received linked"));
        Assert.That((await _receive.ReplyAsync("3", to: "2")).Conversation, Is.EqualTo(linked.Id), "the thread goes on there");
        Assert.That((await _receive.ReplyAsync("4", to: "1", author: "yan")).Conversation, Is.EqualTo(linked.Id), "for later replies to the old one, too");
    }

    [Test]
    public async Task When_that_one_is_over_as_well_another_goes_on_from_the_old_one()
    {
        await CloseAsync();
        _store.Clock.Advance(Week + Tick);
        var first = (await _receive.ReplyAsync("2", to: "1")).Conversation;
        await _receive.ChangeAsync(first, c => (c.State, c.ClosedAt) = (ConversationState.Closed, _store.Clock.GetUtcNow()));
        _store.Clock.Advance(Week);
        Assert.That((await _receive.ReplyAsync("3", to: "1")).Conversation, Is.EqualTo(first), "it may be reopened");
        _store.Clock.Advance(Tick);
        var second = (await _receive.ReplyAsync("4", to: "1")).Conversation;
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That((await _receive.ReplyAsync("5", to: "1")).Conversation, Is.EqualTo(second));
        Assert.That((await _store.AllAsync<Conversation>()).Where(c => c.Id != _id).Select(c => c.LinkedTo), Is.All.EqualTo(_id));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task The_reopening_time_is_the_policys(long ticksLate, bool joins)
    {
        _store.Organization.Set(new(1, new() { SlaPolicies = [Some.Policy("quick", reopenWithin: TimeSpan.FromHours(1))] }));
        await CloseAsync(policy: "quick");
        _store.Clock.Advance(TimeSpan.FromHours(1) + Tick * ticksLate);
        Assert.That((await _receive.ReplyAsync("2", to: "1")).Conversation == _id, Is.EqualTo(joins));
    }

    [Test]
    public async Task Too_late_to_reopen_our_own_and_bots_replies_start_nothing()
    {
        await CloseAsync();
        _store.Clock.Advance(Week + Tick);
        Assert.That((await _receive.PostAsync(Some.Post("2", inReplyTo: "1") with { Ours = true })).Conversation, Is.Null);
        Assert.That((await _receive.PostAsync(Some.Post("3", inReplyTo: "1") with { Bot = true })).Conversation, Is.Null);
        Assert.That(await _store.AllAsync<Conversation>(), Has.Count.EqualTo(1));
    }

    Task CloseAsync(string? policy = null) =>
        _receive.ChangeAsync(_id, c => (c.State, c.ClosedAt, c.Policy) = (ConversationState.Closed, _store.Clock.GetUtcNow(), policy));
}
