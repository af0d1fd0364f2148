using Escalation.Administration;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Tests.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Administration;

public class EraseAuthorTests
{
    /// <summary>What must be nowhere afterwards.</summary>
    static readonly string[] Secrets = ["secret", "Zoë", "@zoe", "zoe-id", "vip", "zoe.example"];

    Store _store = null!;
    Receiving _receive = null!;
    Guid _id;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _receive = new Receiving(_store);
        _id = (await _receive.PostAsync(Zoes("1", "my secret question"))).Conversation!.Value;
        var answer = Guid.NewGuid();
        await _store.AddAsync(
            new Note { Id = Guid.NewGuid(), ConversationId = _id, By = "ann", Text = "Zoë told me a secret." },
            new Answer { Id = answer, ConversationId = _id, Channel = "site", By = "ann", Text = "Dear Zoë, your secret is safe.", InReplyTo = "1", State = AnswerState.Delivered, SubmittedAt = Some.Monday, DeliveredAt = Some.Monday, Problem = "secret" },
            new AnswerPost { Channel = "site", NetworkId = "ours", AnswerId = answer, ConversationId = _id },
            new DeliveryAttempt { AnswerId = answer, Number = 1, Detail = "secret" },
            new Deadline { Id = Guid.NewGuid(), ConversationId = _id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Some.Monday, SatisfiedAt = Some.Monday, State = DeadlineState.Met, Expert = "ann" },
            new TimelineEntry { ConversationId = _id, At = Some.Monday, Event = "classified", Facts = new Facts { ["topic"] = "billing", ["words"] = new[] { "secret" } } },
            new TopicExample { ConversationId = _id, How = TaughtBy.Answering, By = "ann", Topic = "billing" });
        await _receive.ChangeAsync(_id, c => (c.State, c.Expert, c.Guesses) = (ConversationState.Answered, "ann", [new TopicGuess("billing", 0.9, ["secret"])]));
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Nothing_of_the_asker_is_left_in_any_table()
    {
        Assert.That(await RowsAsync(), Does.Contain("secret"));
        Assert.That(await EraseAsync(), Is.EqualTo(new Erased(1, 1)));
        var rows = await RowsAsync();
        Assert.That(Secrets.Where(rows.Contains), Is.Empty, rows);
        Assert.That(await FindAsync("secret"), Is.Empty);
        Assert.That(await _store.AllAsync<TopicExample>(), Is.Empty, "nothing is learned from them any more");
    }

    [Test]
    public async Task The_record_of_promises_and_who_answered_stays()
    {
        await EraseAsync();
        Assert.That((await _store.AllAsync<Deadline>()).Single(), Has.Property("State").EqualTo(DeadlineState.Met));
        Assert.That((await _store.AllAsync<Answer>()).Single(), Has.Property("By").EqualTo("ann").And.Property("State").EqualTo(AnswerState.Delivered));
        var report = await _store.Database.ReadAsync(db => new SlaReport(Some.Monday.AddDays(-1), Some.Monday.AddDays(1), [], null).ReadAsync(db, CancellationToken.None));
        Assert.That(report.Single().Kept, Is.EqualTo(1));
    }

    [Test]
    public async Task It_is_told_who_did_it_and_not_whose_it_was()
    {
        await EraseAsync();
        var told = (await _store.AllAsync<TimelineEntry>()).Where(e => e.Event is "erased" or "authorErased").ToList();
        Assert.That(told.Select(e => (e.Event, e.By, e.ConversationId)), Is.EquivalentTo(new[] { ("erased", "ada", (Guid?)_id), ("authorErased", "ada", null) }));
    }

    [Test]
    public async Task Again_does_nothing()
    {
        await EraseAsync();
        var rows = await RowsAsync();
        Assert.That(await EraseAsync(), Is.EqualTo(new Erased(0, 0)));
        Assert.That(await RowsAsync(), Is.EqualTo(rows));
    }

    [Test]
    public async Task Others_keep_what_is_theirs()
    {
        await _receive.PostAsync(Some.Post("2", "I have the same", author: "yan", inReplyTo: "1"));
        var others = (await _receive.PostAsync(Some.Post("3", "Where is my parcel?", author: "yan"))).Conversation;
        await _receive.PostAsync(Zoes("4", "a secret, too") with { InReplyTo = "3" });
        await _receive.PostAsync(Zoes("1", "on another channel"), new Channel("app", "webhook", Settings.None));
        Assert.That(await EraseAsync(), Is.EqualTo(new Erased(1, 2)));
        var posts = (await _store.AllAsync<Post>()).ToDictionary(p => (p.Channel, p.NetworkId), p => p.Text);
        Assert.That(posts[("site", "2")], Is.EqualTo("I have the same"));
        Assert.That(posts[("site", "3")], Is.EqualTo("Where is my parcel?"));
        Assert.That(posts[("site", "4")], Is.Empty);
        Assert.That(posts[("app", "1")], Is.EqualTo("on another channel"));
        Assert.That((await _store.AllAsync<Conversation>()).Single(c => c.Id == others).IsOpen, Is.True);
    }

    [Test]
    public async Task Many_conversations_are_erased_some_at_a_time()
    {
        for (var i = 0; i < 45; i++)
            await _receive.PostAsync(Zoes($"more {i}", "secret"));
        Assert.That(await EraseAsync(), Is.EqualTo(new Erased(46, 46)));
        var rows = await RowsAsync();
        Assert.That(Secrets.Where(rows.Contains), Is.Empty);
    }

    [Test]
    public async Task An_open_question_is_closed_as_withdrawn()
    {
        var open = (await _receive.PostAsync(Zoes("2", "secret"))).Conversation;
        await EraseAsync();
        var conversation = (await _store.AllAsync<Conversation>()).Single(c => c.Id == open);
        Assert.That((conversation.State, conversation.CloseReason), Is.EqualTo((ConversationState.Closed, "withdrawn")));
    }

    [Test]
    public async Task An_answer_that_waits_to_go_out_does_not()
    {
        await _store.Database.WriteAsync(async db => (await db.Answers.SingleAsync()).State = AnswerState.Queued);
        await EraseAsync();
        Assert.That((await _store.AllAsync<Answer>()).Single(), Has.Property("State").EqualTo(AnswerState.Failed).And.Property("NextAttemptAt").Null);
        var retried = await new AnswerWork(_store.Database, _store.Clock).RetryAsync((await _store.AllAsync<Answer>()).Single().Id, new("ada", new HashSet<Role> { Role.Admin }, null), CancellationToken.None);
        Assert.That(retried, Is.InstanceOf<Escalation.Access.Outcome.Conflict>(), "there is nothing to send any more");
    }

    [Test]
    public async Task A_post_that_comes_again_is_known_and_brings_nothing_back()
    {
        await EraseAsync();
        var again = await _receive.PostAsync(Zoes("1", "my secret question") with { EditedAt = Some.Monday.AddYears(1) });
        Assert.That(again, Is.EqualTo(new ReceivePost.Received(_id, Duplicate: true)));
        var rows = await RowsAsync();
        Assert.That(Secrets.Where(rows.Contains), Is.Empty);
    }

    [TestCase("1")]
    [TestCase("ours")]
    public async Task A_new_reply_begins_anew_linked_to_what_was_erased(string parent)
    {
        await EraseAsync();
        var reply = await _receive.PostAsync(Zoes("2", "And now?") with { InReplyTo = parent });
        var conversation = (await _store.AllAsync<Conversation>()).Single(c => c.Id == reply.Conversation);
        Assert.That((conversation.Id == _id, conversation.LinkedTo, conversation.State), Is.EqualTo((false, (Guid?)_id, ConversationState.Received)));
        Assert.That((await _store.AllAsync<Post>()).Single(p => p.NetworkId == "2").ByAsker, Is.True);
    }

    static InboundPost Zoes(string id, string text) =>
        new(id, text, new InboundAuthor("zoe-id", "Zoë", "@zoe", ["vip"]), null, "https://zoe.example/1", Attachments: [new("https://zoe.example/i.png")]);

    Task<Erased> EraseAsync() => new EraseAuthor(_store.Database, _store.Organization, _store.Clock).HandleAsync("site", "zoe-id", "ada", CancellationToken.None);

    /// <summary>All that the database holds, the search's own tables and messages included.</summary>
    Task<string> RowsAsync() => _store.Database.ReadAsync(async db =>
    {
        var rows = new List<string>();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        var tables = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'").ToListAsync();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add($"{table}: {string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : reader.GetValue(i)))}");
        }
        return string.Join('\n', rows);
    });

    async Task<List<Conversation>> FindAsync(string search) => await _store.Database.ReadAsync(db => db.ListAsync(
        new("mia", new HashSet<Role> { Role.Manager }, null), new ConversationFilter(null, null, null, null, SearchWords.Read(search).Words, null), 10, CancellationToken.None));
}
