using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Administration;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Storage.PostgreSql;
using Escalation.Storage.Sqlite;
using Escalation.Testing;
using Escalation.Timers;
using Escalation.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Contracts;

/// <summary>However old a company is, what is done all the time reads only by index: asked of each database, of every command that the service itself makes.</summary>
public abstract partial class Growth
{
    /// <summary>Small against the tables, so that a reader of all shows.</summary>
    const int Conversations = 20_000, FewPages = 600;

    readonly Plans _plans = new();
    readonly FakeClock _clock = new(Some.Monday);
    readonly CurrentOrganization _organization = new();
    Database _database = null!;

    static readonly Actor Manager = new("mia", ImmutableHashSet.Create(Role.Manager), null);
    static readonly Actor Expert = new("e7", ImmutableHashSet.Create(Role.Expert), Some.Person("e7", "t7 t9 t11"));

    internal abstract Task<Func<EscalationDb>> CreateAsync(Plans plans, TimeProvider time);
    protected abstract Task DropAsync();
    protected abstract bool HasManyWriters { get; }

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        var contexts = await CreateAsync(_plans, _clock);
        _database = new Database(contexts, new WriterGate(!HasManyWriters), new RecordingRelay(contexts), new CommitSignal());
        await using var db = contexts();
        await db.Database.MigrateAsync();
        await new ManyConversations(Conversations, Some.Monday).FillAsync(db);
        _organization.Set(new Applied(1, new OrganizationFile
        {
            Topics = [.. Enumerable.Range(0, ManyConversations.Topics).Select(i => Some.Topic($"t{i}"))],
            People = [.. Enumerable.Range(0, ManyConversations.Experts).Select(i => Some.Person($"e{i}", $"t{i % ManyConversations.Topics}", capacity: 1000))],
            SlaPolicies = [Some.Policy("standard", firstResponse: TimeSpan.FromHours(2))],
        }));
    }

    [OneTimeTearDown]
    public Task CleanUpAsync() => DropAsync();

    [SetUp]
    public void Listen() => _plans.Listen(FewPages);

    [TearDown]
    public void Judge()
    {
        _plans.Stop();
        Assert.That(_plans.Faults, Is.Empty);
        Assert.That(_plans.Asked, Is.Positive, "nothing was asked");
    }

    static IEnumerable<TestCaseData> Lists()
    {
        var all = new ConversationFilter(null, null, null, null, null, null);
        (string, ConversationFilter)[] filters =
        [
            ("all", all),
            ("a state", all with { State = ConversationState.Closed }),
            ("a topic", all with { Topic = "t7" }),
            ("a topic of others", all with { Topic = "t8" }),
            ("an expert", all with { Expert = "e7" }),
            ("another expert", all with { Expert = "e27" }),
            ("a state and a topic", all with { State = ConversationState.Waiting, Topic = "t11" }),
            ("breached", all with { Breached = true }),
            ("breached of a state", all with { Breached = true, State = ConversationState.Assigned }),
            ("not breached", all with { Breached = false }),
            ("from the middle", all with { After = new ConversationPlace(long.MaxValue, ManyConversations.IdOf(1, 9000)) }),
            ("a rare word", all with { Search = SearchWords.Read("THING777").Words }),
        ];
        foreach (var (name, filter) in filters)
        {
            yield return new TestCaseData(Manager, filter).SetArgDisplayNames("manager", name);
            yield return new TestCaseData(Expert, filter).SetArgDisplayNames("expert", name);
        }
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_list_reads_only_its_part(Actor actor, ConversationFilter filter)
    {
        var listed = await _database.ReadAsync(db => db.ListAsync(actor, filter, 51, CancellationToken.None));
        _plans.Stop();
        var all = await _database.ReadAsync(db => db.Conversations.ToListAsync());
        var found = filter.Search is null ? null : await _database.ReadAsync(db => db.SearchTexts.Where(s => s.Text!.Contains("thing777")).Select(s => s.ConversationId).ToListAsync());
        var wanted = all.Where(actor.MaySee).Where(c => (filter.State is null || c.State == filter.State) && (filter.Topic is null || c.Topic == filter.Topic)
                && (filter.Expert is null || c.Expert == filter.Expert) && (filter.Breached is null || c.Breached == filter.Breached)
                && (found is null || found.Contains(c.Id)) && (filter.After is not { } after || (c.DueOrder, c.Id).CompareTo((after.DueOrder, after.Id)) > 0))
            .OrderBy(c => c.DueOrder).ThenBy(c => c.Id).Take(51).Select(c => c.Id);
        Assert.That(listed.Select(c => c.Id), Is.EqualTo(wanted));
    }

    [Test]
    public async Task Intake_of_a_busy_authors_question_reads_only_by_index()
    {
        var receive = new ReceivePost(_organization, _clock);
        foreach (var post in new[] { Some.Post("new", author: ManyConversations.BusyAuthor), Some.Post("p77"), Some.Post("reply", author: "a1", inReplyTo: "p100"), Some.Post("to answer", inReplyTo: "a11") })
            await _database.WriteAsync(db => receive.HandleAsync(db, Some.Channel, post, CancellationToken.None));
        await _database.WriteAsync(async db =>
        {
            var conversation = await db.Conversations.SingleAsync(c => c.State == ConversationState.Received && c.AuthorId == ManyConversations.BusyAuthor);
            (conversation.Topic, conversation.OrganizationVersion) = ("t13", 1);
            await new AssignQuestion(db, _organization, _clock).RunAsync(conversation, CancellationToken.None);
            Assert.That(conversation.Expert, Is.EqualTo("e93"), "who answered this asker last");
            conversation.State = ConversationState.Closed;
        });
    }

    [Test]
    public async Task A_look_for_what_is_due_reads_only_what_is_open()
    {
        var (now, none) = (_clock.GetUtcNow(), CancellationToken.None);
        foreach (var sweeper in new NextDueSweeper[]
        {
            new JudgeDeadlines(_database, _organization, _clock, NullLogger<JudgeDeadlines>.Instance), new EndHolds(_database, _organization, _clock, NullLogger<EndHolds>.Instance),
            new CloseSilent(_database, _organization, _clock, NullLogger<CloseSilent>.Instance),
        })
        {
            Assert.That(await sweeper.SweepAsync(now, none), Is.False);
            await sweeper.NextDueAsync(none);
            await sweeper.SweepAsync(now.AddMinutes(11), none);
        }
        await new GatherNotices(_database, _clock).LineUpAsync(none);
        await new GatherNotices(_database, _clock).ClaimAsync(TimeSpan.FromMinutes(1), [], none);
    }

    [Test]
    public async Task What_is_looked_after_every_minute_reads_only_what_is_open()
    {
        _plans.MostPages = int.MaxValue;
        var (now, none) = (_clock.GetUtcNow(), CancellationToken.None);
        await _database.WriteAsync(db => HandBackAbsent.RunAsync(db, _organization.Now, now, none));
        await _database.WriteAsync(db => new DrainWaitingLine(db, _organization, _clock).RunAsync(none));
        await new CatchUpConversations(_database, _organization, new CommitSignal(), _clock, NullLogger<CatchUpConversations>.Instance).SweepAsync(now, none);
        await CatchUpConversations.BrieflyAsync(_database, _organization.Now, now, none);
    }

    [Test]
    public async Task What_is_too_old_is_found_by_index()
    {
        var options = new RetentionOptions { Conversations = ManyConversations.Span - TimeSpan.FromDays(1), Organizations = TimeSpan.FromDays(1) };
        var retention = new Retention(_database, options, _organization, _clock, NullLogger<Retention>.Instance);
        foreach (var (_, batch) in retention.Kinds())
            await batch(CancellationToken.None);
    }

    [Test]
    public async Task One_persons_data_are_found_by_index()
    {
        _plans.MostPages = 4000;
        await foreach (var _ in new ExportAuthor(_database).Read(ManyConversations.Channel, "a4").Conversations)
        {
        }
        await foreach (var _ in new ExportAuthor(_database).Read(ManyConversations.Channel, "a4").Posts)
        {
        }
        var person = new ExportPerson(_database, _organization).Read("e5");
        await foreach (var _ in person.Answers)
        {
        }
        await foreach (var _ in person.Acts)
        {
        }
        Assert.That(await new EraseAuthor(_database, _organization, _clock).HandleAsync(ManyConversations.Channel, "a4", "ada", CancellationToken.None), Is.EqualTo(new Erased(4, 4)));
    }

    [TestCase(null)]
    [TestCase("e7")]
    public async Task A_report_reads_only_its_time(string? expert)
    {
        _plans.MostPages = 2500;
        var report = new SlaReport(Some.Monday.AddDays(-20), Some.Monday, ["topic"], null, expert);
        var lines = await _database.ReadAsync(db => report.ReadAsync(db, CancellationToken.None));
        _plans.Stop();
        var judged = await _database.ReadAsync(db => db.Deadlines.CountAsync(d => d.JudgedAt >= report.From && d.JudgedAt < report.To));
        Assert.That(lines.Sum(line => line.Kept + line.Breached), Is.Positive.And.LessThanOrEqualTo(judged));
    }
}

public sealed class GrowthOnSqlite : Growth
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("escalation-");

    protected override bool HasManyWriters => false;

    internal override Task<Func<EscalationDb>> CreateAsync(Plans plans, TimeProvider time)
    {
        var options = new DbContextOptionsBuilder<SqliteEscalationDb>(SqliteEscalationDb.Options($"Data Source={Path.Combine(_folder.FullName, "escalation.db")}")).AddInterceptors(plans);
        return Task.FromResult(Contexts<SqliteEscalationDb>.Of(options.Options, time));
    }

    protected override Task DropAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class GrowthOnPostgreSql : Growth
{
    readonly string _name = $"growth_{Guid.NewGuid():N}";

    protected override bool HasManyWriters => true;

    internal override async Task<Func<EscalationDb>> CreateAsync(Plans plans, TimeProvider time)
    {
        await PostgreSql.CreateAsync(_name);
        // Of some thousand rows a database rather reads all than goes by an index. That there is one is asked here; how much is read by it, too.
        var connection = PostgreSql.ConnectionString(_name) + ";Options=-c enable_seqscan=off";
        var options = new DbContextOptionsBuilder<PostgreSqlEscalationDb>(PostgreSqlEscalationDb.Options(connection)).AddInterceptors(plans);
        return Contexts<PostgreSqlEscalationDb>.Of(options.Options, time);
    }

    protected override Task DropAsync() => PostgreSql.DropAsync(_name);
}
