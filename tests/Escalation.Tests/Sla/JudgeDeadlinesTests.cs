using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Sla;

public class JudgeDeadlinesTests
{
    static readonly DateTimeOffset Due = Some.Monday.AddHours(2);

    Store _store = null!;
    JudgeDeadlines _judge = null!;
    Deadline _deadline = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        var conversation = Some.Conversation("billing", "ann");
        conversation.NextDueAt = Due;
        _deadline = new Deadline { Id = Guid.NewGuid(), ConversationId = conversation.Id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Due };
        await _store.AddAsync(conversation, _deadline);
        _judge = new JudgeDeadlines(_store.Database, _store.Organization, _store.Clock, NullLogger<JudgeDeadlines>.Instance);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _judge.StopAsync(CancellationToken.None);
        _judge.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Time_that_is_just_up_is_not_overdue()
    {
        _store.Clock.Advance(Due - Some.Monday);
        await LookAsync();
        Assert.That((await OnlyAsync()).State, Is.EqualTo(DeadlineState.Running));
    }

    [TestCase(1, TestName = "Overdue_by_a_tick")]
    [TestCase(TimeSpan.TicksPerDay * 30, TestName = "Overdue_by_a_month, after the service was down")]
    public async Task Overdue(long ticks)
    {
        _store.Clock.Advance(Due - Some.Monday + TimeSpan.FromTicks(ticks));
        await LookAsync();
        var deadline = await OnlyAsync();
        Assert.That(deadline, Has.Property("State").EqualTo(DeadlineState.Breached).And.Property("BreachedAt").EqualTo(Due));
        Assert.That(deadline.DetectedAt, Is.EqualTo(_store.Clock.GetUtcNow()));
        Assert.That((await _store.AllAsync<Conversation>()).Single().NextDueAt, Is.EqualTo(Due), "it is owed still, and stands first in the lists");
        Assert.That((await _store.AllAsync<Alert>()).Single().Kind, Is.EqualTo(AlertKinds.Breached));
        Assert.That(_store.Relay.Messages, Is.Empty, "to a broken promise the process has no answer");
    }

    [Test]
    public async Task A_missed_acceptance_is_told_to_the_process()
    {
        var missed = new Deadline { Id = Guid.NewGuid(), ConversationId = _deadline.ConversationId, Target = Targets.Acceptance, StartedAt = Some.Monday, DueAt = Some.Monday.AddMinutes(30) };
        await _store.AddAsync(missed);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        await LookAsync();
        Assert.That(_store.Relay.Messages, Is.EqualTo(new[] { new DeadlineReached(missed.ConversationId, missed.Id, Targets.Acceptance) }));
    }

    [Test]
    public async Task Two_who_judge_at_once_tell_it_once()
    {
        _store.Clock.Advance(TimeSpan.FromDays(1));
        using var another = new JudgeDeadlines(_store.Database, _store.Organization, _store.Clock, NullLogger<JudgeDeadlines>.Instance);
        await another.StartAsync(CancellationToken.None);
        await LookAsync();
        await Until.TrueAsync(() => Task.FromResult(_store.Clock.Timers == 2), "both look no more");
        await another.StopAsync(CancellationToken.None);
        Assert.That((await _store.AllAsync<TimelineEntry>()).FindAll(e => e.Event == "deadlineBreached"), Has.Count.EqualTo(1));
    }

    /// <summary>Until it sleeps.</summary>
    async Task LookAsync()
    {
        await _judge.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => Task.FromResult(_store.Clock.Timers > 0), "it sleeps");
    }

    async Task<Deadline> OnlyAsync() => (await _store.AllAsync<Deadline>()).Single();
}
