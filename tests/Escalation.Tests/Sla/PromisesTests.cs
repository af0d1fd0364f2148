using Escalation.Alerts;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Sla;

public class PromisesTests
{
    static readonly DateTimeOffset Start = Some.Monday, Due = Start.AddHours(2), Late = Start.AddDays(1);

    Store _store = null!;
    Guid _id;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        var conversation = Some.Conversation("billing", "ann");
        (conversation.Policy, conversation.OrganizationVersion) = ("standard", 3);
        await _store.AddAsync(conversation);
        _id = conversation.Id;
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_promise_falls_due_after_its_time()
    {
        await PromiseAsync();
        var deadline = await OnlyAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(deadline, Has.Property("State").EqualTo(DeadlineState.Running).And.Property("DueAt").EqualTo(Due).And.Property("StartedAt").EqualTo(Start));
            Assert.That((deadline.Policy, deadline.OrganizationVersion), Is.EqualTo(("standard", 3)));
            Assert.That((await ConversationAsync()).NextDueAt, Is.EqualTo(Due));
            Assert.That(await EventsAsync(), Is.EqualTo("deadlineSet"));
        });
    }

    [Test]
    public async Task Setting_it_again_to_the_same_changes_nothing()
    {
        await PromiseAsync();
        await PromiseAsync();
        Assert.That((await OnlyAsync()).DueAt, Is.EqualTo(Due));
        Assert.That(await EventsAsync(), Is.EqualTo("deadlineSet"));
    }

    [Test]
    public async Task Another_policy_moves_it()
    {
        await PromiseAsync();
        await DoAsync(p => p.Set(Targets.FirstResponse, TimeSpan.FromHours(1), Start, Start));
        Assert.That((await OnlyAsync()).DueAt, Is.EqualTo(Start.AddHours(1)));
        Assert.That((await ConversationAsync()).NextDueAt, Is.EqualTo(Start.AddHours(1)));
        Assert.That(await EventsAsync(), Is.EqualTo("deadlineSet deadlineMoved"));
    }

    [Test]
    public async Task A_policy_without_the_target_cancels_it()
    {
        await PromiseAsync();
        await DoAsync(p => p.Set(Targets.FirstResponse, null, Start, Start));
        Assert.That((await OnlyAsync()).State, Is.EqualTo(DeadlineState.Cancelled));
        Assert.That((await ConversationAsync()).NextDueAt, Is.Null);
        Assert.That(await EventsAsync(), Is.EqualTo("deadlineSet deadlineCancelled"));
    }

    [TestCase(-1, DeadlineState.Met)]
    [TestCase(0, DeadlineState.Met, Description = "at the very instant it is met")]
    [TestCase(1, DeadlineState.Breached, Description = "one tick later it is not")]
    public async Task It_is_judged_by_when_it_was_satisfied(long ticksAfterDue, DeadlineState state)
    {
        await PromiseAsync();
        await DoAsync(p => p.Satisfy(Targets.FirstResponse, Due.AddTicks(ticksAfterDue), Late));
        var deadline = await OnlyAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(deadline.State, Is.EqualTo(state));
            Assert.That(deadline.SatisfiedAt, Is.EqualTo(Due.AddTicks(ticksAfterDue)));
            Assert.That(deadline.BreachedAt, Is.EqualTo(state == DeadlineState.Breached ? Due : null), "breached at its due time");
            Assert.That(deadline.DetectedAt, Is.EqualTo(state == DeadlineState.Breached ? Late : null), "whenever that came to be known");
            Assert.That((await ConversationAsync()).NextDueAt, Is.Null);
        });
    }

    [Test]
    public async Task A_breach_is_final()
    {
        await BreachAsync(Targets.FirstResponse);
        await DoAsync(p => p.Satisfy(Targets.FirstResponse, Start, Late));
        await DoAsync(p => p.Satisfy(Targets.FirstResponse, Late, Late));
        await DoAsync(p => p.Cancel(Targets.FirstResponse, Late));
        var deadline = await OnlyAsync();
        Assert.That(deadline, Has.Property("State").EqualTo(DeadlineState.Breached).And.Property("BreachedAt").EqualTo(Due));
        Assert.That(deadline.SatisfiedAt, Is.EqualTo(Start), "the first answer is when it was reached after all");
    }

    [TestCase(Targets.FirstResponse, 1)]
    [TestCase(Targets.Resolution, 1)]
    [TestCase(Targets.Acceptance, 0, Description = "passing the question on is the answer to that")]
    public async Task A_broken_promise_to_the_asker_raises_one_alert(string target, int alerts)
    {
        await BreachAsync(target);
        Assert.That(await _store.AllAsync<Alert>(), Has.Count.EqualTo(alerts).And.All.Property("Kind").EqualTo(AlertKinds.Breached));
        Assert.That(await EventsAsync(), Does.StartWith("deadlineSet deadlineBreached"));
        Assert.That((await _store.AllAsync<TimelineEntry>())[1].At, Is.EqualTo(Due));
    }

    [Test]
    public async Task The_next_due_time_is_that_of_the_earliest_that_runs()
    {
        await PromiseAsync();
        await DoAsync(p =>
        {
            p.Set(Targets.Acceptance, TimeSpan.FromMinutes(30), Start, Start);
            p.Set(Targets.Resolution, TimeSpan.FromDays(2), Start, Start);
        });
        Assert.That((await ConversationAsync()).NextDueAt, Is.EqualTo(Start.AddMinutes(30)));
        await DoAsync(p => p.Satisfy(Targets.Acceptance, Start, Start));
        Assert.That((await ConversationAsync()).NextDueAt, Is.EqualTo(Due));
        await DoAsync(p => p.Cancel(Targets.FirstResponse, Start));
        Assert.That((await ConversationAsync()).NextDueAt, Is.EqualTo(Start.AddDays(2)));
    }

    [Test]
    public async Task What_was_not_promised_cannot_be_kept_or_cancelled()
    {
        await DoAsync(p =>
        {
            p.Satisfy(Targets.FirstResponse, Start, Start);
            p.Cancel(Targets.FirstResponse, Start);
        });
        Assert.That(await _store.AllAsync<Deadline>(), Is.Empty);
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task Kept_and_cancelled_promises_stay_as_they_are()
    {
        await PromiseAsync();
        await DoAsync(p => p.Satisfy(Targets.FirstResponse, Start, Start));
        await DoAsync(p => p.Satisfy(Targets.FirstResponse, Late, Late));
        await DoAsync(p => p.Cancel(Targets.FirstResponse, Late));
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(DeadlineState.Met).And.Property("SatisfiedAt").EqualTo(Start));
    }

    Task PromiseAsync(string target = Targets.FirstResponse) => DoAsync(p => p.Set(target, Due - Start, Start, Start));

    async Task BreachAsync(string target)
    {
        await PromiseAsync(target);
        await DoAsync(p => p.Breach(p.Open(target)!, Late));
    }

    Task DoAsync(Action<Promises> change) => _store.Database.WriteAsync(async db =>
        change(await Promises.LoadAsync(db, await db.Conversations.SingleAsync(c => c.Id == _id))));

    async Task<Deadline> OnlyAsync() => (await _store.AllAsync<Deadline>()).Single();
    async Task<Conversation> ConversationAsync() => (await _store.AllAsync<Conversation>()).Single();
    async Task<string> EventsAsync() => string.Join(' ', (await _store.AllAsync<TimelineEntry>()).OrderBy(e => e.Id).Select(e => e.Event));
}
