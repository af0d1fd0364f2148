using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Answers;
using Escalation.Tests.Messaging;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Sla;

/// <summary>Looks at what fell due: after outages, by several at once, with commits that fail.</summary>
[TestFixture(StorageProvider.Sqlite)]
[TestFixture(StorageProvider.PostgreSql)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WhatFellDue(StorageProvider provider)
{
    static readonly DateTimeOffset Due = Some.Monday.AddHours(2);
    static readonly TimeSpan Outage = TimeSpan.FromHours(5);

    readonly string _name = $"test_{Guid.NewGuid():N}";
    Store _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.CreateAsync(_name);
        _store = provider == StorageProvider.Sqlite
            ? await Store.NewAsync()
            : await Store.NewAsync(new StorageOptions { Provider = provider, ConnectionString = PostgreSql.ConnectionString(_name) });
        _store.Organization.Set(new Applied(1, OrganizationFile.Empty with
        {
            People = [.. "ann bob cas dan".Split().Select(name => Some.Person(name, "billing")), Some.Person("olga", roles: Role.Ops)],
            SlaPolicies = [Some.Policy("standard", acceptance: TimeSpan.FromMinutes(30), firstResponse: TimeSpan.FromHours(2))],
        }));
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is null)
            return;
        await _store.DisposeAsync();
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.DropAsync(_name);
    }

    [Test]
    public async Task Several_who_look_at_once_do_each_thing_once()
    {
        const int Count = 1_200;
        for (var i = 0; i < Count; i++)
            await AddAsync(steps: [(1, -30, ["notify:ops"])]);
        _store.Clock.Advance(Outage);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SweepAllAsync(_store.Database)));
        var events = await _store.AllAsync<TimelineEntry>();
        Assert.That(Conversations(events, "escalated"), Has.Count.EqualTo(Count).And.Unique);
        Assert.That(Conversations(events, "deadlineBreached"), Has.Count.EqualTo(Count).And.Unique);
        Assert.That((await _store.AllAsync<Alert>()).FindAll(a => a.Kind == AlertKinds.Breached), Has.Count.EqualTo(Count));
        Assert.That((await _store.AllAsync<Deadline>()).Select(d => d.State), Is.All.EqualTo(DeadlineState.Breached));
    }

    [Test]
    public async Task What_failed_to_be_committed_is_done_again_and_told_once()
    {
        await AddAsync(steps: [(1, -30, ["notify:ops"])]);
        _store.Clock.Advance(Outage);
        var failing = new FailingCommits();
        var database = new Database(failing.In(_store.Contexts), new WriterGate(oneWriter: false), _store.Relay, _store.Signal);
        failing.FailNext(1);
        Assert.That(() => Sweeper(database).SweepAsync(_store.Clock.GetUtcNow(), default), Throws.Exception);
        Assert.That(await EventsAsync(), Is.Empty, "a process that dies before its commit has done nothing");
        await SweepAllAsync(database);
        Assert.That(await EventsAsync(), Is.EqualTo(new[] { "escalated", "alert", "deadlineBreached", "alert" }));
    }

    [Test]
    public async Task After_an_outage_steps_come_late_once_and_in_order_and_several_reassignments_are_one()
    {
        await AddAsync(steps: [(1, -60, ["remind"]), (2, -40, ["reassign"]), (3, -20, ["reassign"]), (4, 0, ["notify:ops"]), (5, 30, ["reassign", "notify:ops"])]);
        _store.Clock.Advance(Outage);
        await SweepAllAsync(_store.Database);
        await SweepAllAsync(_store.Database);

        var events = (await _store.AllAsync<TimelineEntry>()).OrderBy(e => e.Id).ToList();
        Assert.That(events.Where(e => e.Event == "escalated").Select(e => $"{e.Facts["step"]} {e.Facts["late"]}"), Is.EqualTo(new[] { "1 True", "2 True", "3 True", "4 True", "5 True" }));
        Assert.That(events.Where(e => e.Event is "escalated" or "deadlineBreached").Select(e => e.Event).ToList().IndexOf("deadlineBreached"), Is.EqualTo(4), "the breach in its place between the steps");
        Assert.That(events.Count(e => e.Event == "assigned"), Is.EqualTo(1), "three missed reassignments are one");
        Assert.That((await OnlyAsync()).BreachedAt, Is.EqualTo(Due), "by its own time");
    }

    [Test]
    public async Task On_time_no_step_is_late()
    {
        await AddAsync(steps: [(1, -60, ["notify:ops"])]);
        _store.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await SweepAllAsync(_store.Database);
        var step = (await _store.AllAsync<TimelineEntry>()).Single(e => e.Event == "escalated");
        Assert.That(step.Facts["late"]?.ToString(), Is.EqualTo("False"));
        Assert.That(step.At, Is.EqualTo(Due.AddHours(-1)));
    }

    [TestCase(-1, 2, false, TestName = "A_verdict_waits_for_a_try_that_began_in_time")]
    [TestCase(-1, 6, true, TestName = "A_verdict_does_not_wait_longer_than_some_minutes")]
    [TestCase(1, 2, true, TestName = "A_verdict_does_not_wait_for_a_try_that_began_too_late")]
    public async Task A_try_whose_outcome_is_open(int startedAfterDue, int minutesAfterDue, bool isBreached)
    {
        var id = await AddAsync();
        await AddAnswerAsync(id, Due.AddSeconds(startedAfterDue));
        _store.Clock.Advance(Due.AddMinutes(minutesAfterDue) - Some.Monday);
        await SweepAllAsync(_store.Database);
        Assert.That((await OnlyAsync()).State, Is.EqualTo(isBreached ? DeadlineState.Breached : DeadlineState.Running));
    }

    [TestCase(0, DeadlineState.Met, TestName = "An_answer_that_the_network_confirmed_in_time_is_in_time_however_late_it_is_written")]
    [TestCase(1, DeadlineState.Breached, TestName = "A_late_finish_between_two_sweeps_is_no_hit")]
    public async Task Confirmed_before_the_look(long ticksAfterDue, DeadlineState state)
    {
        var id = await AddAsync();
        var answer = await AddAnswerAsync(id, Due.AddSeconds(-1));
        _store.Clock.Advance(Due.AddMinutes(2) - Some.Monday);
        await Delivering.Settling(_store).DeliverAsync(answer, new Delivery.Delivered([new("1", null)], Due.AddTicks(ticksAfterDue)), default);
        await SweepAllAsync(_store.Database);
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(state).And.Property("SatisfiedAt").EqualTo(Due.AddTicks(ticksAfterDue)));
        Assert.That((await EventsAsync()).Count(e => e is "deadlineMet" or "deadlineBreached"), Is.EqualTo(1));
    }

    JudgeDeadlines Sweeper(Database database) => new(database, _store.Organization, _store.Clock, NullLogger<JudgeDeadlines>.Instance);

    async Task SweepAllAsync(Database database)
    {
        using var sweeper = Sweeper(database);
        while (await sweeper.SweepAsync(_store.Clock.GetUtcNow().AddTicks(-1), default))
        {
        }
    }

    async Task<Guid> AddAsync(params (int Number, int MinutesAfterDue, string[] Actions)[] steps)
    {
        var conversation = Some.Conversation("billing", "ann", ConversationState.Accepted);
        (conversation.Id, conversation.Policy, conversation.OrganizationVersion, conversation.AssignedAt) = (Guid.NewGuid(), "standard", 1, Some.Monday);
        var deadline = new Deadline { Id = Guid.NewGuid(), ConversationId = conversation.Id, Target = Targets.FirstResponse, StartedAt = Some.Monday, DueAt = Due, Policy = "standard", OrganizationVersion = 1 };
        await _store.AddAsync([conversation, deadline, .. steps.Select(s => new EscalationStep
        {
            Id = Guid.NewGuid(), DeadlineId = deadline.Id, ConversationId = conversation.Id, Number = s.Number, DueAt = Due.AddMinutes(s.MinutesAfterDue), Actions = [.. s.Actions],
        })]);
        return conversation.Id;
    }

    async Task<AnswerClaim> AddAnswerAsync(Guid conversation, DateTimeOffset tryStartedAt)
    {
        var answer = new Answer { Id = Guid.NewGuid(), ConversationId = conversation, Channel = "site", Text = "Yes.", By = "ann", InReplyTo = "1", SubmittedAt = Some.Monday.AddHours(1), Claim = Guid.NewGuid() };
        await _store.AddAsync(answer, new DeliveryAttempt { AnswerId = answer.Id, Number = 1, StartedAt = tryStartedAt });
        return new(answer.Id, answer.Claim.Value);
    }

    static List<Guid?> Conversations(IEnumerable<TimelineEntry> events, string what) => [.. events.Where(e => e.Event == what).Select(e => e.ConversationId)];

    async Task<List<string>> EventsAsync() => [.. (await _store.AllAsync<TimelineEntry>()).OrderBy(e => e.Id).Select(e => e.Event)];

    async Task<Deadline> OnlyAsync() => (await _store.AllAsync<Deadline>()).Single(d => d.Target == Targets.FirstResponse);
}
