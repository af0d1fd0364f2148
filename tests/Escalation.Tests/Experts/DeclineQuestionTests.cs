using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Experts;

public class DeclineQuestionTests
{
    static readonly ImmutableArray<Person> People = [Some.Person("ann", "billing"), Some.Person("bob", "sales"), Some.Person("mia", roles: Role.Manager)];

    Store _store = null!;
    DeclineQuestion _decline = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _store.Organization.Set(new Applied(1, new OrganizationFile { Topics = [Some.Topic("billing"), Some.Topic("sales")], People = People }));
        _decline = new DeclineQuestion(new ConversationWork(_store.Database), new Teach(_ => { }, _store.Clock), _store.Organization, _store.Clock);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [TestCase(null)]
    [TestCase("topic:sales")]
    [TestCase("expert:bob")]
    public async Task Each_is_counted_by_the_topic_that_it_had(string? suggest)
    {
        var question = await AddAsync("billing", "ann");
        Assert.That(await DeclineAsync(question, "ann", suggest), Is.TypeOf<Outcome.Done>());
        var decline = (await _store.AllAsync<Decline>()).Single();
        Assert.That((decline.ConversationId, decline.Expert, decline.Topic, decline.At), Is.EqualTo((question, "ann", "billing", _store.Clock.GetUtcNow())));
        Assert.That(_store.Relay.Messages, Is.EquivalentTo(new object[] { new QuestionDeclined(question), new ExpertsFreed() }));
    }

    [TestCase("topic:billing", TestName = "The_topic_that_it_has_already")]
    [TestCase("expert:ann", TestName = "Oneself")]
    [TestCase("topic:gardening", TestName = "A_topic_that_there_is_not")]
    [TestCase("expert:nobody", TestName = "A_person_who_there_is_not")]
    [TestCase("bob", TestName = "Neither_a_topic_nor_an_expert")]
    public async Task No_suggestion_is(string suggest)
    {
        var question = await AddAsync("billing", "ann");
        var outcome = await DeclineAsync(question, "ann", suggest);
        Assert.That(outcome, Is.TypeOf<Outcome.Invalid>());
        Assert.That(((Outcome.Invalid)outcome).Faults.Single().Path, Is.EqualTo("suggest"));
        Assert.That(await _store.AllAsync<Decline>(), Is.Empty);
        Assert.That((await OnlyAsync()).Expert, Is.EqualTo("ann"));
    }

    [Test]
    public async Task Another_topic_asks_those_again_who_only_held_it()
    {
        var question = await AddAsync("billing", "ann", passedOver: ["bob", "cat"]);
        await _store.AddAsync(new TimelineEntry { ConversationId = question, At = Some.Monday, Event = "declined", By = "cat" });
        await DeclineAsync(question, "ann", "topic:sales");
        var conversation = await OnlyAsync();
        Assert.That(conversation, Has.Property("Topic").EqualTo("sales").And.Property("Confidence").EqualTo(1));
        Assert.That(conversation.PassedOver, Is.EquivalentTo(new[] { "ann", "cat" }));
    }

    [Test]
    public async Task Who_declines_while_absent_is_left_out_all_the_same()
    {
        var away = People[0] with { Absences = [new Absence(Some.Monday.AddDays(-1), Some.Monday.AddDays(1), "bob")] };
        _store.Organization.Set(new Applied(2, _store.Organization.Now.File with { People = [away, People[1]] }));
        await DeclineAsync(await AddAsync("billing", "ann"), "ann", null);
        Assert.That((await OnlyAsync()).PassedOver, Is.EqualTo(new[] { "ann" }));
    }

    [Test]
    public async Task Without_a_topic_it_goes_back_to_who_chooses_one()
    {
        await DeclineAsync(await AddAsync(null, "mia"), "mia", null);
        Assert.That((await OnlyAsync()).State, Is.EqualTo(ConversationState.Triage));
        Assert.That((await _store.AllAsync<TimelineEntry>()).ConvertAll(e => e.Event), Is.EqualTo(new[] { "declined", "triage" }));
    }

    async Task<Guid> AddAsync(string? topic, string expert, List<string>? passedOver = null)
    {
        var conversation = Some.Conversation(topic, expert);
        conversation.PassedOver = passedOver ?? [];
        await _store.AddAsync(conversation);
        return conversation.Id;
    }

    Task<Outcome> DeclineAsync(Guid question, string by, string? suggest)
    {
        var person = _store.Organization.Now.File.Person(by)!;
        return _decline.HandleAsync(question, new Actor(by, person.Roles.ToImmutableHashSet(), person), "not mine", suggest, CancellationToken.None);
    }

    async Task<Conversation> OnlyAsync() => (await _store.AllAsync<Conversation>()).Single();
}
