using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Answers;

/// <summary>What is written of a delivery, all of it in one commit.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SettleDeliveryTests
{
    Store _store = null!;
    Delivering _delivering = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _delivering = new Delivering(_store);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _delivering.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task A_confirmed_answer_makes_it_the_askers_turn_in_the_same_commit()
    {
        var answer = await DeliverAsync();
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Delivered));
        Assert.That((await _delivering.ConversationAsync(answer)).State, Is.EqualTo(ConversationState.Answered));
        Assert.That(_store.Relay.Messages, Has.Exactly(1).InstanceOf<ExpertsFreed>().And.Exactly(1).InstanceOf<AnswerDelivered>());
    }

    [Test]
    public async Task A_follow_up_to_a_question_that_was_taken_away_is_the_answerers()
    {
        var answer = await DeliverAsync(state: ConversationState.Waiting);
        Assert.That(await _delivering.ConversationAsync(answer), Has.Property("State").EqualTo(ConversationState.Answered).And.Property("Expert").EqualTo("ann"));
    }

    [Test]
    public async Task A_holding_reply_leaves_the_question_with_its_expert()
    {
        var answer = await DeliverAsync(a => a.Holding = true);
        Assert.That((await _delivering.ConversationAsync(answer)).State, Is.EqualTo(ConversationState.Accepted));
        Assert.That(_store.Relay.Messages, Has.None.InstanceOf<ExpertsFreed>());
    }

    [Test]
    public async Task A_post_that_came_after_the_submission_keeps_it_ours()
    {
        var answer = await DeliverAsync(a => a.SubmittedAt = Some.Monday, before: a => _store.AddAsync(new Post
        {
            Id = Guid.NewGuid(), ConversationId = a.ConversationId, Channel = "site", NetworkId = "2", Text = "And?", AuthorId = "zoe", AuthorName = "Zoe",
            ReceivedAt = Some.Monday.AddSeconds(1), ByAsker = true,
        }));
        Assert.That((await _delivering.ConversationAsync(answer)).State, Is.EqualTo(ConversationState.Accepted));
    }

    [Test]
    public async Task What_was_closed_meanwhile_stays_closed()
    {
        var answer = await DeliverAsync(state: ConversationState.Closed);
        Assert.That((await _delivering.ConversationAsync(answer)).State, Is.EqualTo(ConversationState.Closed));
    }

    async Task<Answer> DeliverAsync(Action<Answer>? change = null, string state = ConversationState.Accepted, Func<Answer, Task>? before = null)
    {
        var answer = await _delivering.AnswerAsync(change: change, state: state);
        if (state == ConversationState.Waiting)
            await _store.Database.WriteAsync(async db => (await db.Conversations.FindAsync(answer.ConversationId))!.Expert = null);
        if (before is not null)
            await before(answer);
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await _delivering.Settle.DeliverAsync(await _delivering.ClaimAsync(answer), Delivering.Posted(), CancellationToken.None);
        return answer;
    }
}
