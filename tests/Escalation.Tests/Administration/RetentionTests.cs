using Escalation.Access;
using Escalation.Administration;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Administration;

public class RetentionTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1), Tick = TimeSpan.FromTicks(1);

    Store _store = null!;
    RetentionOptions _options = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _options = new RetentionOptions();
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Messages_taken_are_known_for_a_week_and_no_longer()
    {
        await _store.AddAsync(Taken(7 * Day), Taken(7 * Day + Tick));
        await SweepAsync();
        Assert.That((await _store.AllAsync<InboxEntry>()).Single().At, Is.EqualTo(Some.Monday - 7 * Day));
    }

    [Test]
    public async Task What_a_key_was_answered_with_goes_after_a_day()
    {
        await _store.AddAsync(
            new AnsweredCommand { Id = [1], Request = [], At = Some.Monday - Day }, new AnsweredCommand { Id = [2], Request = [], At = Some.Monday - Day + Tick });
        await SweepAsync();
        Assert.That((await _store.AllAsync<AnsweredCommand>()).Single().Id, Is.EqualTo(new byte[] { 2 }));
    }

    [TestCase(NoticeState.Sent, 0)]
    [TestCase(NoticeState.Dropped, 0)]
    [TestCase(NoticeState.New, 1)]
    [TestCase(NoticeState.Waiting, 1)]
    public async Task Notices_go_after_thirty_days_where_nobody_is_to_be_told_any_more(string state, int left)
    {
        await _store.AddAsync(new Notice { Id = Guid.NewGuid(), Channel = "c", Event = "breached", Text = "x", State = state, At = Some.Monday - 30 * Day - Tick });
        await SweepAsync();
        Assert.That(await _store.AllAsync<Notice>(), Has.Count.EqualTo(left));
    }

    [Test]
    public async Task An_alert_goes_a_year_after_its_acknowledgement_and_never_without_one()
    {
        await _store.AddAsync(
            new Alert { Id = Guid.NewGuid(), Kind = "breached", Text = "seen", At = Some.Monday - 900 * Day, AcknowledgedAt = Some.Monday - 365 * Day - Tick },
            new Alert { Id = Guid.NewGuid(), Kind = "breached", Text = "seen lately", At = Some.Monday - 900 * Day, AcknowledgedAt = Some.Monday - 365 * Day },
            new Alert { Id = Guid.NewGuid(), Kind = "breached", Text = "never seen", At = Some.Monday - 900 * Day });
        await SweepAsync();
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Text), Is.EquivalentTo(["seen lately", "never seen"]));
    }

    [Test]
    public async Task Conversations_stay_for_ever_unless_configured()
    {
        await AddConversationAsync(closed: 4000 * Day);
        await SweepAsync();
        Assert.That(await _store.AllAsync<Conversation>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_conversation_goes_with_all_that_belongs_to_it_and_nothing_else()
    {
        _options.Conversations = 400 * Day;
        var (old, younger, open) = (await AddConversationAsync(400 * Day + Tick), await AddConversationAsync(400 * Day), await AddConversationAsync(null));
        var before = await CountAsync(younger);
        Assert.That(before, Has.None.EqualTo(0), "a table that the test does not fill");
        await SweepAsync();
        Assert.That(await CountAsync(old), Has.All.EqualTo(0));
        Assert.That(await CountAsync(younger), Is.EqualTo(before));
        Assert.That(await CountAsync(open), Is.EqualTo(before));
        Assert.That(await _store.AllAsync<DeliveryAttempt>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_conversation_stays_as_long_as_it_can_be_reopened()
    {
        _options.Conversations = 30 * Day;
        _store.Organization.Set(new(1, new() { SlaPolicies = [Some.Policy("patient", reopenWithin: 90 * Day)] }));
        await AddConversationAsync(90 * Day);
        await SweepAsync();
        Assert.That(await _store.AllAsync<Conversation>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task However_many_are_old_a_transaction_takes_a_few()
    {
        await _store.AddAsync([.. Enumerable.Range(0, 700).Select(_ => Taken(8 * Day))]);
        var (_, batch) = Retention().Kinds().First();
        var left = new List<int>();
        while (await batch(CancellationToken.None))
            left.Add((await _store.AllAsync<InboxEntry>()).Count);
        Assert.That(left, Is.EqualTo(new[] { 400, 100 }));
        Assert.That(await _store.AllAsync<InboxEntry>(), Is.Empty);
    }

    [Test]
    public async Task A_kind_that_fails_keeps_no_other()
    {
        await _store.AddAsync(new Notice { Id = Guid.NewGuid(), Channel = "c", Event = "breached", Text = "x", State = NoticeState.Sent, At = Some.Monday - 31 * Day });
        await _store.Database.WriteAsync(db => db.Database.ExecuteSqlAsync($"DROP TABLE inbox"));
        var run = Retention().RunOnceAsync(CancellationToken.None);
        await Until.TrueAsync(() =>
        {
            _store.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(run.IsCompleted);
        }, "all kinds were looked at");
        await run;
        Assert.That(await _store.AllAsync<Notice>(), Is.Empty);
    }

    [Test]
    public async Task Of_old_conversations_a_transaction_takes_still_fewer()
    {
        _options.Conversations = 30 * Day;
        for (var i = 0; i < 12; i++)
            await AddConversationAsync(31 * Day);
        var (_, batch) = Retention().Kinds().Single(kind => kind.Kind == "conversations");
        var left = new List<int>();
        while (await batch(CancellationToken.None))
            left.Add((await _store.AllAsync<Conversation>()).Count);
        Assert.That(left, Is.EqualTo(new[] { 7, 1 }), "one more with each that was quick");
        Assert.That(await _store.AllAsync<Post>(), Is.Empty);
    }

    [Test]
    public async Task An_old_organization_stays_while_an_open_deadline_is_counted_by_it_or_it_is_the_last_of_its_file()
    {
        _options.Organizations = 30 * Day;
        await _store.AddAsync(
            Version(1), Version(2, "a.json"), Version(3, "a.json"), Version(4), Version(5), new OrganizationVersion { Number = 6, Hash = "", Json = "", AppliedBy = "", AppliedAt = Some.Monday - 31 * Day },
            Version(7, age: 1), Counted(4, DeadlineState.Paused), Counted(1, DeadlineState.Met));
        await SweepAsync();
        Assert.That((await _store.AllAsync<OrganizationVersion>()).Select(o => o.Number).Order(), Is.EqualTo(new[] { 3, 4, 6, 7 }), "6 was in force until yesterday");
    }

    [Test]
    public void A_setting_of_less_than_a_day_is_a_fault() => Assert.That(
        new RetentionOptions { Inbox = TimeSpan.FromHours(1), Conversations = TimeSpan.Zero }.Validate(null!).Select(f => f.ErrorMessage),
        Is.EquivalentTo(["Retention:Inbox must be at least a day, for example 30.00:00:00", "Retention:Conversations must be at least a day, for example 30.00:00:00"]));

    Retention Retention() => new(_store.Database, _options, _store.Organization, _store.Clock, NullLogger<Retention>.Instance);

    async Task SweepAsync()
    {
        foreach (var (_, batch) in Retention().Kinds())
        {
            while (await batch(CancellationToken.None))
            {
            }
        }
    }

    static InboxEntry Taken(TimeSpan ago) => new() { MessageId = Guid.NewGuid(), ConsumerId = Guid.NewGuid(), At = Some.Monday - ago };

    static OrganizationVersion Version(int number, string? source = null, int age = 100) =>
        new() { Number = number, Hash = "", Json = "", AppliedBy = "", Source = source, AppliedAt = Some.Monday - age * Day };

    static Deadline Counted(int version, DeadlineState state) => new() { Id = Guid.NewGuid(), Target = Targets.FirstResponse, OrganizationVersion = version, State = state };

    /// <param name="closed">How long ago; null: it is open.</param>
    async Task<Guid> AddConversationAsync(TimeSpan? closed)
    {
        var conversation = Some.Conversation("billing", "ann", closed is null ? ConversationState.Assigned : ConversationState.Closed);
        var id = conversation.Id = Guid.NewGuid();
        conversation.ClosedAt = Some.Monday - closed;
        var answer = Guid.NewGuid();
        await _store.AddAsync(
            conversation,
            new Post { Id = Guid.NewGuid(), ConversationId = id, Channel = "site", NetworkId = $"p{id}", AuthorId = "zoe", AuthorName = "Zoe", Text = "Where?" },
            new Note { Id = Guid.NewGuid(), ConversationId = id, By = "ann", Text = "Hm." },
            new Answer { Id = answer, ConversationId = id, Channel = "site", By = "ann", Text = "There.", InReplyTo = "p" },
            new AnswerPost { Channel = "site", NetworkId = $"a{id}", AnswerId = answer, ConversationId = id },
            new DeliveryAttempt { AnswerId = answer, Number = 1 },
            new Deadline { Id = Guid.NewGuid(), ConversationId = id, Target = Targets.FirstResponse },
            new EscalationStep { Id = Guid.NewGuid(), ConversationId = id, DeadlineId = Guid.NewGuid(), Number = 1 },
            new Decline { ConversationId = id, Expert = "bob" },
            new TopicExample { ConversationId = id, How = TaughtBy.Answering, By = "ann" },
            new Notice { Id = Guid.NewGuid(), Channel = "c", Event = "breached", Text = "x", ConversationId = id, At = Some.Monday },
            new Alert { Id = Guid.NewGuid(), Kind = "breached", Text = "x", ConversationId = id },
            new TimelineEntry { ConversationId = id, Event = "received" });
        return id;
    }

    /// <summary>Rows of the conversation in each table that has some of conversations; signed requests go after a day by themselves.</summary>
    Task<List<int>> CountAsync(Guid id) => _store.Database.ReadAsync(async db =>
    {
        var counts = new List<int> { await db.Conversations.CountAsync(c => c.Id == id) };
        foreach (var table in db.Model.GetEntityTypes().Where(t => t.FindProperty("ConversationId") is not null && t.ClrType != typeof(SignedRequest)).Select(t => t.GetTableName()!))
#pragma warning disable EF1002 // A table's name.
            counts.Add((await db.Database.SqlQueryRaw<int>($"SELECT count(*) AS \"Value\" FROM {table} WHERE conversation_id = {{0}}", id).ToListAsync()).Single());
#pragma warning restore EF1002
        return counts;
    });
}
