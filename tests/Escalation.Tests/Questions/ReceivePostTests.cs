using System.Text;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Questions;

/// <summary>What becomes of one post by itself. Threads and reopening are beside this.</summary>
public class ReceivePostTests
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
    public async Task A_post_becomes_a_conversation_and_is_told_of()
    {
        var inbound = new InboundPost("1", "My invoice is wrong", new("z1", "Zoe", "@zoe", ["vip"]), null, "https://x.example/1", Some.Monday.AddDays(-1), "nl", "direct", [new("https://x.example/i.png")]);
        var received = await _receive.PostAsync(inbound);
        var conversation = await _receive.OnlyConversationAsync();
        var post = (await _store.AllAsync<Post>()).Single();
        Assert.Multiple(() =>
        {
            Assert.That(received, Is.EqualTo(new ReceivePost.Received(conversation.Id, Duplicate: false)));
            Assert.That(conversation.State, Is.EqualTo(ConversationState.Received));
            Assert.That((conversation.Channel, conversation.Network, conversation.Language), Is.EqualTo(("site", "webhook", "nl")));
            Assert.That((conversation.AuthorId, conversation.AuthorName, conversation.AuthorHandle, conversation.AuthorTags.Single()), Is.EqualTo(("z1", "Zoe", "@zoe", "vip")));
            Assert.That(conversation.CreatedAt, Is.EqualTo(Some.Monday), "promises begin with the receipt");
            Assert.That((post.NetworkId, post.Text, post.Url, post.Visibility), Is.EqualTo(("1", inbound.Text, inbound.Url, "direct")));
            Assert.That((post.CreatedAt, post.ReceivedAt, post.ByAsker), Is.EqualTo((inbound.CreatedAt, Some.Monday, true)));
            Assert.That(post.Attachments, Is.EqualTo(inbound.Attachments));
            Assert.That(_store.Relay.Messages, Is.EqualTo(new[] { new PostReceived(conversation.Id, post.Id, ByAsker: true) }));
        });
    }

    [Test]
    public async Task The_same_post_again_is_the_same_conversation_and_told_of_once()
    {
        var first = await _receive.PostAsync(Some.Post("1"));
        var again = await _receive.PostAsync(Some.Post("1", "other text, but not said to be edited"));
        Assert.That(again, Is.EqualTo(new ReceivePost.Received(first.Conversation, Duplicate: true)));
        Assert.That((await _store.AllAsync<Post>()).Single().Text, Is.EqualTo("My invoice is wrong"));
        Assert.That(_store.Relay.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_id_on_another_channel_is_another_question()
    {
        await _receive.PostAsync(Some.Post("1"));
        await _receive.PostAsync(Some.Post("1"), new Channel("app", "webhook", Settings.None));
        Assert.That(await _store.AllAsync<Conversation>(), Has.Count.EqualTo(2));
    }

    [TestCase(true, false, null, TestName = "Our_own_post_starts_no_conversation")]
    [TestCase(false, true, null, TestName = "A_bots_post_starts_no_conversation")]
    [TestCase(false, false, 1, TestName = "A_post_that_was_taken_down_starts_no_conversation")]
    public async Task Starts_none(bool ours, bool bot, int? deleted)
    {
        var received = await _receive.PostAsync(Some.Post("1") with { Ours = ours, Bot = bot, DeletedAt = deleted is null ? null : Some.Monday });
        Assert.That(received, Is.EqualTo(new ReceivePost.Received(null, Duplicate: false)));
        Assert.That(await _store.AllAsync<Conversation>(), Is.Empty);
        Assert.That((await _store.AllAsync<Post>()).Single().ConversationId, Is.EqualTo(Guid.Empty), "kept for what may still come");
        Assert.That(_store.Relay.Messages, Is.Empty);
    }

    [Test]
    public async Task An_edit_replaces_the_text_and_an_older_one_does_not()
    {
        await _receive.PostAsync(Some.Post("1", "first"));
        await _receive.PostAsync(Some.Post("1", "second") with { EditedAt = Some.Monday.AddMinutes(2) });
        await _receive.PostAsync(Some.Post("1", "stale") with { EditedAt = Some.Monday.AddMinutes(1) });
        await _receive.PostAsync(Some.Post("1", "same") with { EditedAt = Some.Monday.AddMinutes(2) });
        Assert.That((await _store.AllAsync<Post>()).Single(), Has.Property("Text").EqualTo("second").And.Property("EditedAt").EqualTo(Some.Monday.AddMinutes(2)));
        Assert.That(await _receive.EventsAsync(), Is.EqualTo("received postEdited"));
        Assert.That(_store.Relay.Messages, Has.Count.EqualTo(1), "an edit is no new question");
    }

    [Test]
    public async Task The_text_of_a_post_that_was_taken_down_goes_for_good()
    {
        await _receive.PostAsync(Some.Post("1", "my password is 1234"));
        await _receive.PostAsync(Some.Post("1", "") with { DeletedAt = Some.Monday.AddMinutes(1) });
        await _receive.PostAsync(Some.Post("1", "") with { DeletedAt = Some.Monday.AddMinutes(2) });
        await _receive.PostAsync(Some.Post("1", "my password is 1234") with { EditedAt = Some.Monday.AddMinutes(3) });
        Assert.That((await _store.AllAsync<Post>()).Single(), Has.Property("Text").Empty.And.Property("DeletedAt").EqualTo(Some.Monday.AddMinutes(1)));
        Assert.That(await _receive.EventsAsync(), Is.EqualTo("received postDeleted closed"), "nothing is left to answer");
    }

    [Test]
    public async Task A_post_of_attachments_alone_is_a_question()
    {
        await _receive.PostAsync(Some.Post("1", "\u200b \ufe0f") with { Attachments = [new("https://x.example/i.png")] });
        Assert.That((await _store.AllAsync<Post>()).Single(), Has.Property("Text").Empty.And.Property("Attachments").Count.EqualTo(1));
    }

    [Test]
    public async Task A_post_that_shows_nothing_is_not_taken()
    {
        Assert.That(await _receive.PostAsync(Some.Post("1", "\u2800\u3164")), Is.EqualTo(new ReceivePost.Received(null, Duplicate: false)));
        Assert.That(await _store.AllAsync<Post>(), Is.Empty);
    }

    [Test]
    public async Task An_edit_replaces_the_attachments_where_it_tells_of_them()
    {
        await _receive.PostAsync(Some.Post("1") with { Attachments = [new("https://x.example/1")] });
        await _receive.PostAsync(Some.Post("1", "second") with { EditedAt = Some.Monday.AddMinutes(1) });
        Assert.That((await _store.AllAsync<Post>()).Single().Attachments, Has.Count.EqualTo(1));
        await _receive.PostAsync(Some.Post("1", "third") with { EditedAt = Some.Monday.AddMinutes(2), Attachments = [] });
        Assert.That((await _store.AllAsync<Post>()).Single().Attachments, Is.Empty);
    }

    [TestCase(512, true)]
    [TestCase(513, false)]
    public async Task A_post_with_too_long_an_id_is_set_aside(int bytes, bool isTaken)
    {
        var post = Some.Post("é" + new string('i', bytes - 2));
        var received = await _receive.PostAsync(post);
        await _receive.PostAsync(post);
        Assert.That(received.SetAside, isTaken ? Is.Null : Does.StartWith("A post on site was set aside, because its id is longer than 512 bytes: éiii"));
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Kind), Is.EqualTo(isTaken ? Array.Empty<string>() : [AlertKinds.ChannelFailed]), "told once");
        Assert.That(await _store.AllAsync<Post>(), Has.Count.EqualTo(isTaken ? 1 : 0));
    }

    [TestCase("a", 64 * 1024, 0, 64 * 1024)]
    [TestCase("a", 64 * 1024 + 1, 0, 64 * 1024)]
    [TestCase("🎉", 20_000, 0, 64 * 1024)]
    [TestCase("🎉", 20_000, 1, 64 * 1024 - 3, Description = "a character that does not fit wholly goes wholly")]
    [TestCase("你", 30_000, 0, 64 * 1024 - 1)]
    public async Task An_endless_text_is_cut_between_characters(string character, int times, int shift, int bytes)
    {
        await _receive.PostAsync(Some.Post("1", new string('x', shift) + string.Concat(Enumerable.Repeat(character, times))));
        var text = (await _store.AllAsync<Post>()).Single().Text;
        Assert.That(Encoding.UTF8.GetByteCount(text), Is.EqualTo(bytes));
        Assert.That(text, Does.EndWith(character).And.Not.Contain("\ufffd"));
    }
}
