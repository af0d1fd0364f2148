using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Organization;

/// <summary>A new organization while others write, on the real server.</summary>
public class CatchingUp
{
    const int WritesPerSecond = 50;

    /// <summary>Open conversations; more for a measurement: <c>ESCALATION_TEST_OPEN=20000</c>.</summary>
    static readonly int Open = int.Parse(Environment.GetEnvironmentVariable("ESCALATION_TEST_OPEN") ?? "600");

    [Test]
    public async Task An_organization_is_in_force_at_once_and_conversations_follow_beside_other_writers()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await PostgreSql.CreateAsync(name);
        var store = await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(name) });
        try
        {
            store.Organization.Set(new Applied(0, Company(2)));
            var ids = Enumerable.Range(0, Open).Select(_ => Guid.CreateVersion7()).ToList();
            foreach (var chunk in ids.Chunk(1000))
                await store.AddAsync([.. chunk.SelectMany(Accepted)]);

            using var stop = new CancellationTokenSource();
            var writing = Task.Run(() => WriteAsync(store, ids, TimeSpan.FromSeconds(1.0 / WritesPerSecond), stop.Token));
            var watch = TimeProvider.System.GetTimestamp();
            var applied = await new ApplyOrganization(store.Database, store.Organization, store.Clock).HandleAsync(Company(3), "mia", null, default);
            var inForce = TimeProvider.System.GetElapsedTime(watch);
            using var catchUp = new CatchUpConversations(store.Database, store.Organization, store.Signal, store.Clock, NullLogger<CatchUpConversations>.Instance);
            await Until.TrueAsync(async () =>
            {
                while (await catchUp.SweepAsync(store.Clock.GetUtcNow(), default))
                {
                }
                return !await store.Database.ReadAsync(db => db.Conversations.AnyAsync(c => c.OrganizationVersion < applied.Version));
            }, "all have caught up", TimeSpan.FromMinutes(5));
            var caughtUp = TimeProvider.System.GetElapsedTime(watch);
            await stop.CancelAsync();
            var (writes, longest) = await writing;

            TestContext.Out.WriteLine($"{Open} open: in force after {inForce.TotalMilliseconds:0} ms, caught up after {caughtUp.TotalSeconds:0.0} s; {writes} writes meanwhile, the longest {longest.TotalMilliseconds:0} ms");
            var dues = await store.Database.ReadAsync(db => db.Deadlines.Where(d => d.Target == Targets.FirstResponse).Select(d => d.DueAt).Distinct().ToListAsync());
            Assert.That(dues, Is.EqualTo(new[] { Some.Monday.AddHours(3) }));
        }
        finally
        {
            await store.DisposeAsync();
            await PostgreSql.DropAsync(name);
        }
    }

    static async Task<(int Writes, TimeSpan Longest)> WriteAsync(Store store, List<Guid> ids, TimeSpan every, CancellationToken stopping)
    {
        var (writes, longest) = (0, TimeSpan.Zero);
        using var timer = new PeriodicTimer(every);
        while (!stopping.IsCancellationRequested)
        {
            var id = ids[writes * 7919 % ids.Count];
            var watch = TimeProvider.System.GetTimestamp();
            await store.Database.WriteAsync(async db => (await db.LockAsync<Conversation>(id, default))!.AuthorHandle = $"w{writes}");
            longest = TimeProvider.System.GetElapsedTime(watch) > longest ? TimeProvider.System.GetElapsedTime(watch) : longest;
            writes++;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        return (writes, longest);
    }

    static object[] Accepted(Guid id)
    {
        var conversation = Some.Conversation("billing", "ann", ConversationState.Accepted);
        (conversation.Id, conversation.Policy, conversation.AssignedAt) = (id, "standard", Some.Monday);
        return
        [
            conversation,
            new Post { Id = Guid.NewGuid(), ConversationId = id, Channel = "site", NetworkId = $"{id}", Text = "?", AuthorId = "zoe", AuthorName = "Zoe", ReceivedAt = Some.Monday, ByAsker = true },
            new Deadline { Id = Guid.NewGuid(), ConversationId = id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Some.Monday.AddHours(2), Policy = "standard" },
        ];
    }

    static OrganizationFile Company(int hours) => OrganizationFile.Empty with
    {
        Topics = [Some.Topic("billing", "invoice")],
        People = [Some.Person("ann", "billing", capacity: 100_000)],
        SlaPolicies = [Some.Policy("standard", acceptance: TimeSpan.FromMinutes(30), firstResponse: TimeSpan.FromHours(hours))],
    };
}
