using Escalation.Access;
using Escalation.Answers;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Answers;

/// <summary>What closing a conversation does to answers that have not gone out (decision 0024).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReturnAnswersTests
{
    readonly PlayedNetwork _network = new(_ => Delivering.Posted());
    Store _store = null!;
    Delivering _delivering = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _delivering = new Delivering(_store, ("site", _network));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _delivering.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task A_reason_that_says_that_nothing_is_to_be_answered_takes_answers_back(
        [Values("spam", "notAQuestion", "duplicate", "abandoned", "withdrawn")] string reason, [Values(AnswerState.Queued, AnswerState.AwaitingApproval)] string state)
    {
        var answer = await _delivering.AnswerAsync(change: a => a.State = state);
        await CloseAsync(answer, reason);
        Assert.That(await _delivering.SeeAsync(answer), Has.Property("State").EqualTo(AnswerState.Returned).And.Property("NextAttemptAt").Null.And.Property("Problem").Not.Null);
    }

    [Test]
    public async Task Otherwise_they_go_out([Values("answered", "silence")] string reason)
    {
        var answer = await _delivering.AnswerAsync();
        await CloseAsync(answer, reason);
        await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Delivered));
    }

    [Test]
    public async Task A_try_that_has_not_called_the_network_yet_does_not()
    {
        var answer = await _delivering.AnswerAsync();
        var claim = await _delivering.ClaimAsync(answer);
        await CloseAsync(answer, "spam");
        await _delivering.Deliver.TryOnceAsync(claim, default);
        Assert.That(_network.Calls, Is.Zero);
        Assert.That(await _delivering.SeeAsync(answer), Has.Property("State").EqualTo(AnswerState.Returned).And.Property("Problem").EqualTo("The conversation was closed as spam."));
    }

    [Test]
    public async Task What_is_on_its_way_already_is_delivered()
    {
        var answer = await _delivering.AnswerAsync();
        var claim = await _delivering.ClaimAsync(answer);
        await _delivering.Attempts.BeginAsync(claim, false, default);
        await CloseAsync(answer, "spam");
        await _delivering.Settle.DeliverAsync(claim, Delivering.Posted(), default);
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Delivered));
        Assert.That((await _delivering.ConversationAsync(answer)).State, Is.EqualTo(ConversationState.Closed));
    }

    [TestCase(true, AnswerState.Delivered)]
    [TestCase(false, AnswerState.Returned)]
    public async Task What_may_stand_on_the_network_is_looked_up_first(bool stands, string state)
    {
        using var delivering = new Delivering(_store, ("site", new AskableNetwork(
            (_, _) => throw new InvalidOperationException("It was sent."), (_, _) => Task.FromResult(stands ? Delivering.Posted() : null))));
        var answer = await delivering.AnswerAsync(outcomes: AttemptOutcome.Unknown);
        await CloseAsync(answer, "spam");
        await delivering.Deliver.TryOnceAsync(await delivering.ClaimAsync(answer), default);
        Assert.That((await delivering.SeeAsync(answer)).State, Is.EqualTo(state));
    }

    [Test]
    public async Task What_may_stand_there_and_cannot_be_looked_up_is_for_a_person()
    {
        using var delivering = new Delivering(_store, ("site", new RepeatableNetwork((_, _) => throw new InvalidOperationException("It was sent."))));
        var answer = await delivering.AnswerAsync(outcomes: AttemptOutcome.Unknown);
        await CloseAsync(answer, "spam");
        await delivering.Deliver.TryOnceAsync(await delivering.ClaimAsync(answer), default);
        Assert.That((await delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Unknown));
    }

    [TestCase(AnswerState.Failed)]
    [TestCase(AnswerState.AwaitingApproval)]
    public async Task Nobody_sends_them_afterwards(string state)
    {
        var answer = await _delivering.AnswerAsync(change: a => a.State = state);
        await CloseAsync(answer, "spam");
        // One that came in between.
        await _store.Database.WriteAsync(async db => (await db.Answers.FindAsync(answer.Id))!.State = state);
        var outcome = state == AnswerState.Failed
            ? await _delivering.Work.RetryAsync(answer.Id, Delivering.Olga, default)
            : await _delivering.Work.ApproveAsync(answer.Id, Delivering.Olga, default);
        Assert.That((outcome as Outcome.Conflict)?.Why, Is.EqualTo("The conversation was closed as spam. Its answers are not sent any more."));
    }

    Task CloseAsync(Answer answer, string reason) => _store.Database.WriteAsync(async db => await CloseConversation.CloseAsync(
        db, (await db.Conversations.FindAsync(answer.ConversationId))!, _store.Organization.Now, "mia", reason, _store.Clock.GetUtcNow(), default));
}
