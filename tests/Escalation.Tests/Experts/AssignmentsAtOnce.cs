using Escalation.Experts;
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

    /// <returns>How many each holds then.</returns>
    async Task<Dictionary<string, int>> AssignAsync(int count, int capacity)
    {
        _store.Organization.Set(new Applied(1, new OrganizationFile
        {
            Topics = [Some.Topic("billing")],
            People = [.. Enumerable.Range(0, Experts).Select(i => Some.Person($"expert{i}", "billing", capacity))],
        }));
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
