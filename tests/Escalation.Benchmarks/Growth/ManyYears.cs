using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Administration;
using Escalation.Benchmarks.Selections;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Benchmarks.Growth;

static class ManyYears
{
    const int Repeats = 20, WritesASecond = 50;

    static readonly Channel Channel = new(ManyConversations.Channel, "webhook", Settings.None);
    static readonly Actor Manager = new("mia", ImmutableHashSet.Create(Role.Manager), null);

    public static async Task MeasureAsync(StorageProvider provider, int conversations, int remove, CancellationToken cancellation)
    {
        await using var place = await EmptyDatabase.CreateAsync(provider);
        var started = TimeProvider.System.GetTimestamp();
        await using (var db = place.Database.Open())
            await new ManyConversations(conversations, TimeProvider.System.GetUtcNow()).FillAsync(db);
        Report.Say($"{provider}: {Report.Number(conversations)} conversations written in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");

        var organization = new CurrentOrganization();
        organization.Set(new Applied(1, Crowd.Equals(ManyConversations.Experts, conversations)));
        Report.Heading($"{provider}: {Report.Number(conversations)} conversations, {Repeats} times each", "what", "median ms", "slowest ms", "first ms (cold)");
        await ReadsAsync(place.Database, organization);
        Report.Heading($"{provider}: {Report.Number(remove)} of them removed while {WritesASecond} questions a second come in", "", "writes", "p50 ms", "p99 ms", "longest ms", "over 200 ms");
        await RemoveAsync(place.Database, organization, (double)remove / conversations, cancellation);
    }

    static async Task ReadsAsync(Database database, CurrentOrganization organization)
    {
        var all = new ConversationFilter(null, null, null, null, null, null);
        var expert = new Actor("e7", ImmutableHashSet.Create(Role.Expert), new Person("e7", "e7", null, [Role.Expert], [new("t7", 1), new("t9", 1)], [], null, 10, null, []));
        (string, Actor, ConversationFilter)[] lists =
        [
            ("list", Manager, all), ("list of what is closed", Manager, all with { State = ConversationState.Closed }), ("list of what was breached", Manager, all with { Breached = true }),
            ("an expert's own list", expert, all), ("search for a word of one in a thousand", Manager, all with { Search = SearchWords.Read("thing77").Words }),
            ("search for a word of all", Manager, all with { Search = SearchWords.Read("common").Words }),
        ];
        foreach (var (what, actor, filter) in lists)
            await TimeAsync(what, _ => database.ReadAsync(db => db.ListAsync(actor, filter, 51, CancellationToken.None)));

        var receive = new ReceivePost(organization, TimeProvider.System);
        await TimeAsync("intake and assignment of a question of who asked a tenth of all", async i =>
        {
            var received = await database.WriteAsync(db => receive.HandleAsync(db, Channel, Question($"measured {i}"), CancellationToken.None));
            await database.WriteAsync(async db =>
            {
                var conversation = await db.Conversations.SingleAsync(c => c.Id == received.Conversation);
                (conversation.Topic, conversation.OrganizationVersion) = ("billing", 1);
                await new AssignQuestion(db, organization, TimeProvider.System).RunAsync(conversation, CancellationToken.None);
            });
        });
        var judge = new JudgeDeadlines(database, organization, TimeProvider.System, NullLogger<JudgeDeadlines>.Instance);
        await TimeAsync("look for due deadlines and steps, none due", async _ =>
        {
            await judge.SweepAsync(TimeProvider.System.GetUtcNow().AddDays(-1), CancellationToken.None);
            await judge.NextDueAsync(CancellationToken.None);
        });
        await TimeAsync("report of 30 days by topic", _ => database.ReadAsync(db =>
            new SlaReport(TimeProvider.System.GetUtcNow().AddDays(-30), TimeProvider.System.GetUtcNow(), ["topic"], null).ReadAsync(db, CancellationToken.None)));
    }

    static async Task TimeAsync(string what, Func<int, Task> work)
    {
        var took = new List<TimeSpan>();
        for (var i = 0; i <= Repeats; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await work(i);
            took.Add(TimeProvider.System.GetElapsedTime(start));
        }
        var warm = took.Skip(1).Order().ToList();
        Report.Row(what, Report.Milliseconds(warm[Repeats / 2]), Report.Milliseconds(warm[^1]), Report.Milliseconds(took[0]));
    }

    static async Task RemoveAsync(Database database, CurrentOrganization organization, double share, CancellationToken cancellation)
    {
        await WriteAsync("nothing is removed", database, organization, Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, cancellation));
        var options = new RetentionOptions { Conversations = ManyConversations.Span * (1 - share) };
        var retention = new Retention(database, options, organization, TimeProvider.System, NullLogger<Retention>.Instance);
        var before = await database.ReadAsync(db => db.Conversations.CountAsync(cancellation));
        var start = TimeProvider.System.GetTimestamp();
        var written = await WriteAsync("old ones are removed", database, organization, retention.RunOnceAsync(cancellation));
        var took = TimeProvider.System.GetElapsedTime(start);
        var removed = before + written - await database.ReadAsync(db => db.Conversations.CountAsync(cancellation));
        Console.WriteLine($"\n{Report.Number(removed)} conversations removed in {took.TotalSeconds:0} s.");
    }

    static async Task<int> WriteAsync(string what, Database database, CurrentOrganization organization, Task until)
    {
        var receive = new ReceivePost(organization, TimeProvider.System);
        var took = new List<TimeSpan>();
        var writes = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / WritesASecond), TimeProvider.System);
        while (!until.IsCompleted && await timer.WaitForNextTickAsync())
            writes.Add(OneAsync());
        await Task.WhenAll(writes);
        await until;
        took.Sort();
        Report.Row(what, Report.Number(took.Count), Report.Milliseconds(took[took.Count / 2]), Report.Milliseconds(took[took.Count * 99 / 100]), Report.Milliseconds(took[^1]), Report.Number(took.Count(t => t.TotalMilliseconds > 200)));
        return took.Count;

        async Task OneAsync()
        {
            var start = TimeProvider.System.GetTimestamp();
            await database.WriteAsync(db => receive.HandleAsync(db, Channel, Question($"{Guid.NewGuid()}"), CancellationToken.None));
            lock (took)
                took.Add(TimeProvider.System.GetElapsedTime(start));
        }
    }

    static InboundPost Question(string id) => new(id, "Where is my invoice?", new InboundAuthor(ManyConversations.BusyAuthor, "Zoe"));
}
