using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Experts;

/// <summary>Many questions get an expert at the same time: nobody is given more than they can take, and the load is even.</summary>
public abstract class AssignmentsAtOnce
{
    const int Experts = 50, AtOnce = 32;

    Store _store = null!;

    protected abstract Task<StorageOptions> CreateAsync();
    protected virtual Task DropAsync() => Task.CompletedTask;

    /// <summary>As many as take some ten seconds.</summary>
    protected abstract int Questions { get; }

    [SetUp]
    public async Task StartAsync() => _store = await Store.NewAsync(await CreateAsync());

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        await DropAsync();
    }

    [Test]
    public async Task The_busiest_of_equals_has_at_most_one_more_than_the_least_busy()
    {
        var held = await AssignAsync(Questions, capacity: 1000);
        Assert.That(held.Values.Sum(), Is.EqualTo(Questions));
        Assert.That(held.Values.Max() - held.Values.Min(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task Nobody_gets_more_than_they_can_take_and_the_rest_waits()
    {
        var held = await AssignAsync(Experts * 3 + 40, capacity: 3);
        Assert.That(held.Values, Has.Count.EqualTo(Experts).And.All.EqualTo(3));
        Assert.That((await _store.AllAsync<Conversation>()).Count(c => c.State == ConversationState.Waiting), Is.EqualTo(40));
        Assert.That((await _store.AllAsync<TimelineEntry>()).Count(e => e.Event == "assigned"), Is.EqualTo(Experts * 3));
    }

    [Test]
    public async Task What_waits_goes_in_due_order_to_everybody_who_is_freed_at_once()
    {
        await AssignAsync(Experts * 3, capacity: 2);
        var due = _store.Clock.GetUtcNow();
        var held = (await _store.AllAsync<Conversation>()).FindAll(c => c.IsHeld);
        await _store.Database.WriteAsync(async db =>
        {
            foreach (var (i, waiting) in (await db.Conversations.Where(c => c.State == ConversationState.Waiting).OrderBy(c => c.AuthorId).ToListAsync()).Index())
                waiting.NextDueAt = due.AddMinutes(i);
        });
        // Some drains see what others are just freeing, and each is told of its own.
        await Parallel.ForEachAsync(held.Take(Experts - 10), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (freed, cancellation) =>
        {
            await _store.Database.WriteAsync(async db => (await db.Conversations.SingleAsync(c => c.Id == freed.Id, cancellation)).State = ConversationState.Answered, cancellation);
            await DrainAsync(cancellation);
        });

        var after = await _store.AllAsync<Conversation>();
        Assert.That(after.Where(c => c.IsHeld).CountBy(c => c.Expert!).Select(c => c.Value), Has.Exactly(Experts).Items.And.All.EqualTo(2));
        var waits = after.FindAll(c => c.State == ConversationState.Waiting);
        Assert.That(waits, Has.Count.EqualTo(10));
        Assert.That(waits.Min(c => c.NextDueAt), Is.EqualTo(due.AddMinutes(Experts - 10)), "those that are due last");
    }

    [Test]
    public async Task Of_many_places_some_are_filled_at_a_time_and_the_rest_soon_after()
    {
        await AssignAsync(130, capacity: 0);
        Apply(capacity: 1000);
        for (var waiting = 130; waiting > 0; waiting = Math.Max(0, waiting - 50))
        {
            var told = _store.Relay.Messages.Count;
            await DrainAsync(default);
            Assert.That((await _store.AllAsync<Conversation>()).Count(c => c.State == ConversationState.Waiting), Is.EqualTo(Math.Max(0, waiting - 50)));
            Assert.That(_store.Relay.Messages.Skip(told).OfType<ExpertsFreed>().Count(), Is.EqualTo(waiting >= 50 ? 1 : 0), "whether there may be more to do");
        }
    }

    Task DrainAsync(CancellationToken cancellation) =>
        _store.Database.WriteAsync(db => new DrainWaitingLine(db, _store.Organization, _store.Clock).RunAsync(cancellation), cancellation);

    void Apply(int capacity) => _store.Organization.Set(new Applied(1, new OrganizationFile
    {
        Topics = [Some.Topic("billing")],
        People = [.. Enumerable.Range(0, Experts).Select(i => Some.Person($"expert{i}", "billing", capacity))],
    }));

    /// <returns>How many each holds then.</returns>
    async Task<Dictionary<string, int>> AssignAsync(int count, int capacity)
    {
        Apply(capacity);
        var questions = Enumerable.Range(0, count).Select(i => Question($"author{i}")).ToList();
        await _store.AddAsync([.. questions]);
        await Parallel.ForEachAsync(questions.Select(q => q.Id), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, cancellation) =>
            await _store.Database.WriteAsync(async db =>
            {
                var conversation = await db.Conversations.SingleAsync(c => c.Id == id, cancellation);
                await new AssignQuestion(db, _store.Organization, _store.Clock).RunAsync(conversation, cancellation);
            }, cancellation));
        return await _store.Database.ReadAsync(db => db.HeldAsync([.. _store.Organization.Now.File.People.Select(p => p.Name)], default));
    }

    static Conversation Question(string author)
    {
        var question = Some.Conversation("billing", state: ConversationState.Received);
        (question.Id, question.AuthorId) = (Guid.NewGuid(), author);
        return question;
    }
}

public sealed class AssignmentsAtOnceOnSqlite : AssignmentsAtOnce
{
    protected override int Questions => 1_000;
    protected override Task<StorageOptions> CreateAsync() => Task.FromResult(new StorageOptions());
}

public sealed class AssignmentsAtOnceOnPostgreSql : AssignmentsAtOnce
{
    string _name = "";

    protected override int Questions => 2_000;

    protected override async Task<StorageOptions> CreateAsync()
    {
        await PostgreSql.CreateAsync(_name = $"assign_{Guid.NewGuid():N}");
        return new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(_name) };
    }

    protected override Task DropAsync() => PostgreSql.DropAsync(_name);
}
