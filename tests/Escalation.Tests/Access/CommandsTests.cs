using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Access;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class CommandsTests
{
    Store _store = null!;
    Conversation _conversation = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _conversation = Some.Conversation("billing", "ann");
        await _store.AddAsync(_conversation);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task The_same_key_again_is_done_once_and_answered_the_same()
    {
        var first = await NoteAsync("k1", "Ask Bob.");
        Assert.That(await NoteAsync("k1", "Ask Bob."), Is.EqualTo(first));
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_key_or_none_is_another_command()
    {
        await NoteAsync("k1", "Ask Bob.");
        await NoteAsync("k2", "Ask Bob.");
        await NoteAsync(null, "Ask Bob.");
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_same_key_with_something_else_is_refused()
    {
        await NoteAsync("k1", "Ask Bob.");
        Assert.That(await NoteAsync("k1", "Ask Cas."), Is.TypeOf<Outcome.KeyReused>());
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_key_of_somebody_else_is_another_key()
    {
        await NoteAsync("k1", "Ask Bob.");
        await NoteAsync("k1", "Ask Bob.", by: "bob");
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_refusal_is_answered_again_though_it_could_be_done_by_now()
    {
        await _store.Database.WriteAsync(db => { db.Attach(_conversation).Entity.Topic = "delivery"; return Task.CompletedTask; });
        var refused = await NoteAsync("k1", "Ask Bob.", by: "bob");
        Assert.That(refused, Is.TypeOf<Outcome.NotFound>());
        await _store.Database.WriteAsync(db => { db.Attach(_conversation).Entity.Topic = "billing"; return Task.CompletedTask; });
        Assert.That(await NoteAsync("k1", "Ask Bob.", by: "bob"), Is.EqualTo(refused));
    }

    [Test]
    public async Task A_key_is_forgotten_after_a_day()
    {
        await NoteAsync("k1", "Ask Bob.");
        _store.Clock.Advance(TimeSpan.FromHours(24));
        await NoteAsync("k1", "Ask Cas.");
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Ten_at_once_with_one_key_are_one()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => NoteAsync("k1", "Ask Bob."))));
        Assert.That(outcomes.Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(await _store.AllAsync<Note>(), Has.Count.EqualTo(1));
    }

    Task<Outcome> NoteAsync(string? key, string text, string by = "ann")
    {
        var person = Some.Person(by, "billing");
        var actor = new Actor(by, new HashSet<Role> { Role.Expert }, person)
        {
            Key = key is null ? null : IdempotencyKey.Of(by, key, "/notes", System.Text.Encoding.UTF8.GetBytes(text)),
        };
        return new AddNote(new ConversationWork(_store.Database), _store.Clock).HandleAsync(_conversation.Id, actor, text, default);
    }
}
