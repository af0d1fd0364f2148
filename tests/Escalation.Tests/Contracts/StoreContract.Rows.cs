using System.Text;
using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Contracts;

public abstract partial class StoreContract
{
    /// <summary>One tick, 100 ns, is less than a database's own time columns keep.</summary>
    static readonly DateTimeOffset Exact = Some.Monday.AddTicks(1);

    [Test]
    public async Task A_conversation_is_read_as_it_was_written()
    {
        var written = new Conversation
        {
            Id = Guid.NewGuid(),
            Channel = "exact",
            Network = "webhook",
            State = ConversationState.Waiting,
            Topic = "Rückgabe 🎁",
            Confidence = 0.1 + 0.2,
            Expert = "ann",
            PassedOver = ["bob", "", "Ω \"quoted\" \\ 'n"],
            Priority = "urgent",
            Language = "pt-BR",
            OnHold = true,
            HoldUntil = DateTimeOffset.MaxValue,
            AuthorId = "@zoe",
            AuthorName = "Zoë 👩‍👩‍👧‍👦",
            AuthorHandle = "zoe@example.org",
            AuthorTags = [],
            CreatedAt = Exact,
            AssignedAt = DateTimeOffset.UnixEpoch,
            ClosedAt = DateTimeOffset.MinValue,
            CloseReason = "spam",
            NextDueAt = Exact.AddTicks(1),
            Policy = "standard",
            OrganizationVersion = int.MaxValue,
            LinkedTo = Guid.NewGuid(),
            Version = 7,
        };
        await _store.AddAsync(written);
        var read = await Database.ReadAsync(db => db.Conversations.SingleAsync(c => c.Id == written.Id));
        Assert.That(read, Is.EqualTo(written).UsingPropertiesComparer());
    }

    [TestCase("")]
    [TestCase("🎉 Größe ΑΒΓ 你好 \u202eright to left\u202c e\u0301 \t\r\n ' \" \\ % _ ; -- \ufeff")]
    [TestCase(null, TestName = "A_post_is_read_as_it_was_written(64 KiB of emoji)")]
    public async Task A_post_is_read_as_it_was_written(string? text)
    {
        text ??= string.Concat(Enumerable.Repeat("🎉", ReceivePost.MaxTextBytes / 4));
        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThanOrEqualTo(ReceivePost.MaxTextBytes));
        var written = PostOf("exact", Guid.NewGuid().ToString(), text);
        written.Attachments = [new("https://x.example/ä?b=1&c=2", "image/png", "a \"picture\" 🖼"), new("https://x.example")];
        (written.CreatedAt, written.EditedAt, written.Ours, written.ByAsker) = (Exact, Exact.AddTicks(1), true, true);
        await _store.AddAsync(written);
        var read = await Database.ReadAsync(db => db.Posts.SingleAsync(p => p.Id == written.Id));
        Assert.That(read, Is.EqualTo(written).UsingPropertiesComparer());
    }

    [Test]
    public async Task Deadlines_and_answers_are_read_as_they_were_written()
    {
        var deadline = new Deadline
        {
            Id = Guid.NewGuid(),
            Target = Targets.FirstResponse,
            StartedAt = Exact,
            DueAt = Exact.AddTicks(1),
            Remaining = TimeSpan.FromTicks(1),
            State = DeadlineState.Cancelled,
            Retroactive = true,
        };
        var answer = new Answer { Id = Guid.NewGuid(), Channel = "exact", Text = "🎉", By = "ann", InReplyTo = "1", LeasedUntil = Exact, Parts = [new("a", null), new("b", "https://x.example")] };
        var key = new ApiKey { Id = Guid.NewGuid(), Name = "shop", Hash = [0, 255, .. Guid.NewGuid().ToByteArray()], Role = Role.Integration, Channels = ["a", "b"], CreatedAt = Exact };
        await _store.AddAsync(deadline, answer, key);
        Assert.Multiple(async () =>
        {
            Assert.That(await Database.ReadAsync(db => db.Deadlines.SingleAsync(d => d.Id == deadline.Id)), Is.EqualTo(deadline).UsingPropertiesComparer());
            Assert.That(await Database.ReadAsync(db => db.Answers.SingleAsync(a => a.Id == answer.Id)), Is.EqualTo(answer).UsingPropertiesComparer());
            Assert.That(await Database.ReadAsync(db => db.ApiKeys.SingleAsync(k => k.Id == key.Id)), Is.EqualTo(key).UsingPropertiesComparer());
        });
    }

    [Test]
    public async Task Facts_keep_names_numbers_instants_and_lists()
    {
        var id = Guid.NewGuid();
        await Database.WriteAsync(db =>
        {
            db.Record(id, Exact, "classified", "ann", ("topic", "🎁"), ("confidence", 0.75), ("words", new[] { "a", "b" }), ("at", Exact), ("nothing", null), ("id", id));
            return Task.CompletedTask;
        });
        var read = await Database.ReadAsync(db => db.Timeline.SingleAsync(e => e.ConversationId == id));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(read.Facts, System.Text.Json.JsonSerializerOptions.Web), Is.EqualTo(
            $$"""{"topic":"\uD83C\uDF81","confidence":0.75,"words":["a","b"],"at":"2026-11-23T09:00:00.0000001Z","nothing":null,"id":"{{id}}"}"""));
    }

    [Test]
    public async Task A_list_that_was_changed_in_place_is_saved()
    {
        var conversation = Some.Conversation();
        await _store.AddAsync(conversation);
        await Database.WriteAsync(async db => (await db.Conversations.SingleAsync(c => c.Id == conversation.Id)).PassedOver.Add("bob"));
        Assert.That((await Database.ReadAsync(db => db.Conversations.SingleAsync(c => c.Id == conversation.Id))).PassedOver, Is.EqualTo(new[] { "bob" }));
    }

    [Test]
    public async Task The_same_network_id_twice_in_a_channel_is_refused_as_a_duplicate()
    {
        await _store.AddAsync(PostOf("unique", "1"), PostOf("another", "1"), PostOf("unique", "2"));
        await using var db = Database.Open();
        db.Posts.Add(PostOf("unique", "1"));
        var refusal = Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())!;
        Assert.That(db.IsDuplicateKey(refusal), Is.True);
    }

    /// <summary>PostgreSQL keeps no U+0000, no database halves of characters: none of that may stop a channel.</summary>
    [Test]
    public async Task A_post_with_characters_that_no_database_keeps_is_taken()
    {
        var channel = new Channel($"odd-{Guid.NewGuid():N}", "webhook", Settings.None);
        var receive = new ReceivePost(_store.Organization, _store.Clock);
        Task<ReceivePost.Received> TakeAsync(string id, string? inReplyTo) => Database.WriteAsync(db => receive.HandleAsync(db, channel, new InboundPost(
            id, "a\0b\ud83c", new("z\0", "\udf81Zoe\0", "@\0z", ["\0vip"]), inReplyTo, "https://x.example/\0", null, "n\0l", "\0public", [new("https://x.example/\0")]), CancellationToken.None));

        var question = await TakeAsync("1\0", null);
        Assert.That(await TakeAsync("1\0", null), Is.EqualTo(new ReceivePost.Received(question.Conversation, Duplicate: true)));
        Assert.That((await TakeAsync("2", "1\0")).Conversation, Is.EqualTo(question.Conversation), "its thread is found");
        var posts = await Database.ReadAsync(db => db.Posts.Where(p => p.Channel == channel.Name).OrderBy(p => p.NetworkId).ToListAsync());
        Assert.That(posts.Select(p => (p.NetworkId, p.Text, p.AuthorId, p.AuthorName)), Is.EqualTo(new[] { ("1", "ab\ufffd", "z", "\ufffdZoe"), ("2", "ab\ufffd", "z", "\ufffdZoe") }));
        Assert.That(posts, Has.All.Property("ByAsker").True);
    }

    [Test]
    public async Task The_same_key_twice_is_refused_as_a_duplicate()
    {
        await _store.AddAsync(new ChannelCursor { Channel = "unique" });
        await using var db = Database.Open();
        db.ChannelCursors.Add(new ChannelCursor { Channel = "unique" });
        var refusal = Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())!;
        Assert.That(db.IsDuplicateKey(refusal), Is.True);
    }

    [Test]
    public async Task What_is_refused_for_another_reason_is_no_duplicate()
    {
        await using var db = Database.Open();
        db.Posts.Add(PostOf("unique", null!));
        var refusal = Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())!;
        Assert.That(db.IsDuplicateKey(refusal), Is.False);
    }

    [Test]
    public async Task Pages_by_due_time_hold_every_conversation_once_and_those_without_one_last()
    {
        DateTimeOffset?[] dues = [null, Exact, null, Exact, Exact.AddTicks(-1), null, Exact, Exact.AddTicks(1)];
        await _store.AddAsync([.. dues.Select(due =>
        {
            var conversation = Some.Conversation(channel: "pages");
            (conversation.Id, conversation.NextDueAt) = (Guid.NewGuid(), due);
            return conversation;
        })]);

        var seen = new List<Conversation>();
        while (await PageAsync(seen.LastOrDefault()) is { Count: > 0 } page)
            seen.AddRange(page);
        Assert.That(seen.Select(c => c.NextDueAt), Is.EqualTo(dues.OrderBy(due => due ?? DateTimeOffset.MaxValue)));
        Assert.That(seen.Select(c => c.Id), Is.Unique);
    }

    Task<List<Conversation>> PageAsync(Conversation? after) => Database.ReadAsync(db =>
    {
        var rows = db.Conversations.Where(c => c.Channel == "pages");
        if (after is { NextDueAt: { } due })
            rows = rows.Where(c => c.NextDueAt > due || c.NextDueAt == due && c.Id > after.Id || c.NextDueAt == null);
        else if (after is not null)
            rows = rows.Where(c => c.NextDueAt == null && c.Id > after.Id);
        return rows.OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id).Take(2).ToListAsync();
    });

    static Post PostOf(string channel, string networkId, string text = "") => new()
    {
        Id = Guid.NewGuid(),
        ConversationId = Guid.NewGuid(),
        Channel = channel,
        NetworkId = networkId,
        Text = text,
        AuthorId = "zoe",
        AuthorName = "Zoe",
        ReceivedAt = Exact,
    };
}
