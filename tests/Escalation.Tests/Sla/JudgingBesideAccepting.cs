using Escalation.Access;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Escalation.Tests.Sla;

/// <summary>Due steps that pass questions on, while experts accept the same questions: on the real server, where the order of locks matters (decision 16).</summary>
public class JudgingBesideAccepting
{
    const int Accepters = 8;

    [Test]
    public async Task Neither_waits_for_the_other_in_a_circle()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await PostgreSql.CreateAsync(name);
        var store = await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(name) });
        try
        {
            store.Organization.Set(new Applied(1, OrganizationFile.Empty with
            {
                Topics = [Some.Topic("billing")],
                People = [.. "ann bob cas dan".Split().Select(n => Some.Person(n, "billing", capacity: 5000))],
                SlaPolicies = [Some.Policy("standard", acceptance: TimeSpan.FromMinutes(30), firstResponse: TimeSpan.FromHours(2))],
            }));
            // The first few compile the code, which is no wait of the service's.
            foreach (var count in (int[])[40, 400])
            {
                var (judged, longest) = await JudgeAndAcceptAsync(store, count);
                TestContext.Out.WriteLine($"{count} due steps, {Accepters} accepters: judged in {judged.TotalSeconds:0.0} s, longest accept {longest.TotalMilliseconds:0} ms");
            }

            Assert.That(await DeadlocksAsync(name), Is.Zero);
            Assert.That((await store.AllAsync<Conversation>()).Select(c => c.State), Is.All.EqualTo(ConversationState.Accepted).Or.EqualTo(ConversationState.Assigned));
        }
        finally
        {
            await store.DisposeAsync();
            await PostgreSql.DropAsync(name);
        }
    }

    static async Task<(TimeSpan Judged, TimeSpan LongestAccept)> JudgeAndAcceptAsync(Store store, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToList();
        await store.AddAsync([.. ids.SelectMany(HeldByAnn)]);
        store.Clock.Advance(TimeSpan.FromMinutes(40));

        var begun = TimeProvider.System.GetTimestamp();
        var judging = Task.Run(async () =>
        {
            using var judge = new JudgeDeadlines(store.Database, store.Organization, store.Clock, NullLogger<JudgeDeadlines>.Instance);
            await Until.TrueAsync(async () =>
            {
                while (await judge.SweepAsync(store.Clock.GetUtcNow().AddTicks(-1), default))
                {
                }
                return !(await store.AllAsync<EscalationStep>()).Exists(s => s.State == EscalationStepState.Pending && s.DueAt is not null);
            }, "all steps have fired or were dropped", TimeSpan.FromMinutes(1));
            return TimeProvider.System.GetElapsedTime(begun);
        });
        var longest = await AcceptAllAsync(store, ids);
        return (await judging, longest);
    }

    static object[] HeldByAnn(Guid id)
    {
        var conversation = Some.Conversation("billing", "ann");
        (conversation.Id, conversation.Policy, conversation.OrganizationVersion, conversation.AssignedAt) = (id, "standard", 1, Some.Monday);
        var first = new Deadline { Id = Guid.NewGuid(), ConversationId = id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Some.Monday.AddHours(2), Policy = "standard", OrganizationVersion = 1 };
        var acceptance = new Deadline { Id = Guid.NewGuid(), ConversationId = id, Target = Targets.Acceptance, Expert = "ann", StartedAt = Some.Monday, DueAt = Some.Monday.AddMinutes(30), Policy = "standard", OrganizationVersion = 1 };
        return
        [
            conversation, first, acceptance,
            new EscalationStep { Id = Guid.NewGuid(), DeadlineId = first.Id, ConversationId = id, Number = 1, DueAt = Some.Monday.AddMinutes(20), Actions = ["reassign"] },
            new Post { Id = Guid.NewGuid(), ConversationId = id, Channel = "site", NetworkId = $"{id}", Text = "?", AuthorId = "zoe", AuthorName = "Zoe", ReceivedAt = Some.Monday, ByAsker = true },
        ];
    }

    static async Task<TimeSpan> AcceptAllAsync(Store store, List<Guid> ids)
    {
        var accept = new AcceptQuestion(new ConversationWork(store.Database), store.Organization, store.Clock);
        var bob = new Actor("bob", new HashSet<Role> { Role.Expert }, store.Organization.Now.File.Person("bob"));
        var longest = await Task.WhenAll(ids.Chunk((ids.Count + Accepters - 1) / Accepters).Select(chunk => Task.Run(async () =>
        {
            var most = TimeSpan.Zero;
            foreach (var id in chunk)
            {
                var watch = TimeProvider.System.GetTimestamp();
                Assert.That(await accept.HandleAsync(id, bob, default), Is.EqualTo(Outcome.Ok));
                most = TimeProvider.System.GetElapsedTime(watch) > most ? TimeProvider.System.GetElapsedTime(watch) : most;
            }
            return most;
        })));
        return longest.Max();
    }

    static async Task<long> DeadlocksAsync(string database)
    {
        await using var connection = new NpgsqlConnection(RealServers.PostgreSql);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT deadlocks FROM pg_stat_database WHERE datname = '{database}'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
