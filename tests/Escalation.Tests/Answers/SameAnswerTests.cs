using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Answers;

/// <summary>An impatient person or client sends the same answer again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class SameAnswerTests
{
    Store _store = null!;
    SubmitAnswer _submit = null!;
    Conversation _conversation = null!;
    string? _database;

    [Test]
    public async Task Six_at_once_are_one_answer_on_postgresql()
    {
        _database = $"test_{Guid.NewGuid():N}";
        await PostgreSql.CreateAsync(_database);
        await StartAsync(await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(_database) }));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => AnswerAsync("Yes."))));
        Assert.That(outcomes.Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(await _store.AllAsync<Answer>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Within_two_minutes_it_is_the_same_then_another()
    {
        await StartAsync(await Store.NewAsync());
        var first = await AnswerAsync("Yes.");
        _store.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.That(await AnswerAsync("Yes."), Is.EqualTo(first));
        _store.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await AnswerAsync("Yes."), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Another_text_another_person_or_one_that_was_returned_is_another_answer()
    {
        await StartAsync(await Store.NewAsync());
        await AnswerAsync("Yes.");
        await AnswerAsync("No.");
        await AnswerAsync("Yes.", by: "bob");
        await _store.Database.WriteAsync(db =>
        {
            foreach (var answer in db.Answers.Where(a => a.By == "bob"))
                answer.State = AnswerState.Returned;
            return Task.CompletedTask;
        });
        await AnswerAsync("Yes.", by: "bob");
        Assert.That(await _store.AllAsync<Answer>(), Has.Count.EqualTo(4));
    }

    async Task StartAsync(Store store)
    {
        _store = store;
        _store.Organization.Set(new Applied(1, OrganizationFile.Empty with { Topics = [Some.Topic("billing")], People = [Some.Person("ann", "billing"), Some.Person("bob", "billing")] }));
        var work = new ConversationWork(_store.Database);
        var teach = new TeachByAnswer(new Teach(_ => { }, _store.Clock), _store.Topics(), _store.Organization, _store.Clock);
        _submit = new SubmitAnswer(work, new AcceptQuestion(work, _store.Organization, _store.Clock), teach, _store.Organization, _store.Clock);
        _conversation = Some.Conversation("billing", "ann", ConversationState.Accepted);
        await _store.AddAsync(_conversation, new Post
        {
            Id = Guid.NewGuid(), ConversationId = _conversation.Id, Channel = "site", NetworkId = "1", Text = "?", AuthorId = "zoe", AuthorName = "Zoe", ReceivedAt = Some.Monday, ByAsker = true,
        });
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_database is not null)
            await PostgreSql.DropAsync(_database);
    }

    Task<Outcome> AnswerAsync(string text, string by = "ann") =>
        _submit.HandleAsync(_conversation.Id, new Actor(by, new HashSet<Role> { Role.Expert }, _store.Organization.Now.File.Person(by)), text, holding: false, default);
}
