using System.Collections.Immutable;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Answers;
using Escalation.Tests.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Organization;

/// <summary>Beside an organization that this replica cannot read: a conversation that was decided by it is left to a newer replica, and does not keep back the others.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DecidedByANewerProgram
{
    const int Older = 1, Newer = 9;

    static readonly DateTimeOffset Due = Some.Monday.AddMinutes(10);

    Store _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        Know(Some.Person("ann", "billing"), Some.Person("bob", "billing"));
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Holds_end()
    {
        await AddBothAsync("ann", ConversationState.Accepted, c => (c.OnHold, c.HoldUntil) = (true, Due));
        await SweepAsync(new EndHolds(_store.Database, _store.Organization, _store.Clock, NullLogger<EndHolds>.Instance));
        await AssertOnlyOlderAsync(c => !c.OnHold);
    }

    [Test]
    public async Task Silence_closes()
    {
        await AddBothAsync("ann", ConversationState.Answered, c => c.ClosesAt = Due);
        await SweepAsync(new CloseSilent(_store.Database, _store.Organization, _store.Clock, NullLogger<CloseSilent>.Instance));
        await AssertOnlyOlderAsync(c => !c.IsOpen);
    }

    [Test]
    public async Task Steps_act()
    {
        await AddBothAsync("ann", ConversationState.Assigned, c => c.AssignedAt = Some.Monday, steps: true);
        await SweepAsync(new JudgeDeadlines(_store.Database, _store.Organization, _store.Clock, NullLogger<JudgeDeadlines>.Instance));
        await AssertOnlyOlderAsync(c => c.Expert == "bob");
        Assert.That((await _store.AllAsync<Deadline>()).FindAll(d => d.Target == Targets.FirstResponse).Select(d => d.State), Is.All.EqualTo(DeadlineState.Breached), "verdicts go by the rows");
    }

    [Test]
    public async Task Who_is_absent_hands_back()
    {
        Know(Some.Person("ann", "billing", absences: [new Absence(Some.Monday, Some.Monday.AddDays(1), null)]), Some.Person("bob", "billing"));
        await AddBothAsync("ann", ConversationState.Assigned);
        await _store.Database.WriteAsync(db => HandBackAbsent.RunAsync(db, _store.Organization.Now, _store.Clock.GetUtcNow(), default));
        await AssertOnlyOlderAsync(c => c.Expert is null);
    }

    [Test]
    public async Task Who_waits_is_served()
    {
        await AddBothAsync(null, ConversationState.Waiting);
        await _store.Database.WriteAsync(db => new DrainWaitingLine(db, _store.Organization, _store.Clock).RunAsync(default));
        await AssertOnlyOlderAsync(c => c.Expert is not null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_answer_is_not_sent_whose_delivery_could_not_be_written_down(bool isLookedUp)
    {
        var network = new AskableNetwork((_, _) => Task.FromResult<Delivery>(Delivering.Posted()), (_, _) => Task.FromResult<Delivery.Delivered?>(null));
        using var delivering = new Delivering(_store, ("site", network));
        var answer = await delivering.AnswerAsync(outcomes: isLookedUp ? [AttemptOutcome.Unknown] : []);
        await _store.Database.WriteAsync(async db => (await db.Conversations.SingleAsync()).OrganizationVersion = Newer);
        _store.Organization.CannotRead(Newer);
        var claim = await delivering.ClaimAsync(answer);
        Assert.That(() => delivering.Deliver.TryOnceAsync(claim, default), Throws.InstanceOf<UnreadableOrganizationException>());
        Assert.That((network.Calls, network.Finds), Is.EqualTo((0, 0)));
        Assert.That(await delivering.SeeAsync(answer), Has.Property("State").EqualTo(AnswerState.Queued).And.Property("Attempts").EqualTo(answer.Attempts));
    }

    void Know(params ImmutableArray<Person> people) => _store.Organization.Set(new Applied(Older, OrganizationFile.Empty with
    {
        Topics = [Some.Topic("billing")], People = people, SlaPolicies = [Some.Policy("standard", firstResponse: TimeSpan.FromMinutes(10))],
    })
    { Unreadable = Newer });

    /// <summary>The newer one's comes first.</summary>
    async Task AddBothAsync(string? expert, string state, Action<Conversation>? change = null, bool steps = false)
    {
        foreach (var version in new[] { Newer, Older })
        {
            var conversation = Some.Conversation("billing", expert, state);
            (conversation.Id, conversation.OrganizationVersion, conversation.Policy) = (Ids.New(Some.Monday), version, "standard");
            change?.Invoke(conversation);
            var deadline = new Deadline
            {
                Id = Guid.NewGuid(), ConversationId = conversation.Id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Due, Policy = "standard", OrganizationVersion = version,
            };
            await _store.AddAsync([conversation, .. steps
                ? new object[] { deadline, new EscalationStep { Id = Guid.NewGuid(), DeadlineId = deadline.Id, ConversationId = conversation.Id, Number = 1, DueAt = Due, Actions = ["reassign"] } }
                : []]);
        }
    }

    async Task SweepAsync(NextDueSweeper sweeper)
    {
        using (sweeper)
        {
            _store.Clock.Advance(TimeSpan.FromHours(1));
            Assert.That(await sweeper.SweepAsync(_store.Clock.GetUtcNow(), default), Is.False);
            Assert.That(await sweeper.NextDueAsync(default), Is.Null, "it is not looked at over and over");
        }
    }

    async Task AssertOnlyOlderAsync(Func<Conversation, bool> isDone) =>
        Assert.That((await _store.AllAsync<Conversation>()).Where(isDone).Select(c => c.OrganizationVersion), Is.EqualTo(new[] { Older }));
}
