using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Experts;

public class WatchPresenceTests
{
    static readonly DateTimeOffset Now = Some.Monday;

    Store _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _store.Organization.Set(new Applied(1, new OrganizationFile
        {
            Topics = [Some.Topic("billing")],
            People = [Some.Person("ann", "billing", absences: [new Absence(Now.AddHours(-1), Now.AddDays(1), null)]), Some.Person("bob", "billing"), Some.Person("mia", roles: Role.Manager)],
        }));
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Who_is_absent_hands_back_and_may_get_it_again()
    {
        await _store.AddAsync(Some.Conversation("billing", "ann"));
        await LookAsync();
        var conversation = await OnlyAsync();
        Assert.That((conversation.State, conversation.Expert, conversation.PassedOver.Count), Is.EqualTo((ConversationState.Waiting, (string?)null, 0)));
        Assert.That(_store.Relay.Messages, Does.Contain(new QuestionDeclined(conversation.Id)));
    }

    [Test]
    public async Task What_a_manager_insisted_on_stays_with_who_is_absent()
    {
        var question = Some.Conversation("billing", "bob");
        await _store.AddAsync(question);
        var mia = _store.Organization.Now.File.Person("mia")!;
        var forward = new ForwardQuestion(new ConversationWork(_store.Database), new Teach(_ => { }, _store.Clock), _store.Organization, _store.Clock);
        await forward.HandleAsync(question.Id, new Actor("mia", mia.Roles.ToImmutableHashSet(), mia), "expert:ann", null, insist: true, CancellationToken.None);
        await LookAsync();
        Assert.That((await OnlyAsync()).Expert, Is.EqualTo("ann"));
    }

    [TestCase(AnswerState.AwaitingApproval, true)]
    [TestCase(AnswerState.Queued, true)]
    [TestCase(AnswerState.Returned, false)]
    [TestCase(AnswerState.Failed, false)]
    public async Task An_answer_on_its_way_is_awaited_and_one_that_does_not_go_out_is_none(string state, bool stays)
    {
        var question = Some.Conversation("billing", "ann", ConversationState.Accepted);
        await _store.AddAsync(question, new Answer { Id = Guid.NewGuid(), ConversationId = question.Id, Channel = "site", Text = "Here", By = "ann", InReplyTo = "p1", State = state });
        await LookAsync();
        Assert.That((await OnlyAsync()).Expert, Is.EqualTo(stays ? "ann" : null));
    }

    [Test]
    public async Task The_waiting_lines_are_looked_at_whenever_somebody_comes()
    {
        await LookAsync();
        Assert.That(_store.Relay.Messages, Is.EqualTo(new[] { new ExpertsFreed() }));
    }

    async Task LookAsync()
    {
        using var watch = new WatchPresence(_store.Database, _store.Organization, _store.Clock, NullLogger<WatchPresence>.Instance);
        Assert.That(await watch.SweepAsync(Now, CancellationToken.None), Is.False);
    }

    async Task<Conversation> OnlyAsync() => (await _store.AllAsync<Conversation>()).Single();
}
