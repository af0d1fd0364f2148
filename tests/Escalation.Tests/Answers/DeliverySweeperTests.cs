using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Answers;

/// <summary>How many calls are begun, when they are begun again, and what a stop does to them (decisions 0018 and 0019).</summary>
[TestFixture(StorageProvider.Sqlite)]
[TestFixture(StorageProvider.PostgreSql)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeliverySweeperTests(StorageProvider provider)
{
    readonly string _name = $"test_{Guid.NewGuid():N}";
    readonly TaskCompletionSource _release = new();
    Store _store = null!;
    Delivering _delivering = null!;
    DeliverySweeper _sweeper = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.CreateAsync(_name);
        _store = provider == StorageProvider.Sqlite ? await Store.NewAsync()
            : await Store.NewAsync(new StorageOptions { Provider = provider, ConnectionString = PostgreSql.ConnectionString(_name) });
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is null)
            return;
        _release.TrySetResult();
        await _sweeper.StopAsync(default);
        _delivering.Dispose();
        await _store.DisposeAsync();
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.DropAsync(_name);
    }

    [Test]
    public async Task No_more_calls_are_under_way_than_there_is_room_for_in_all_and_on_a_channel()
    {
        var networks = Enumerable.Range(0, 5).ToDictionary(i => $"site{i}", _ => Hanging());
        Connect([.. networks.Select(n => (n.Key, (IConnector)n.Value))]);
        foreach (var channel in networks.Keys)
        {
            for (var i = 0; i < 12; i++)
                await _delivering.AnswerAsync(channel);
        }
        await SweepAllAsync();
        await Until.SeenAsync(() => Task.FromResult(networks.Values.Sum(n => n.Inside)), n => n == DeliverySweeper.AtOnce, "as many as there is room for");
        Assert.That((await _store.AllAsync<Answer>()).Count(a => a.Claim is not null), Is.EqualTo(DeliverySweeper.AtOnce), "nothing is claimed that waits");
        Assert.That(await _sweeper.NextDueAsync(default), Is.Null, "nothing that there is room for");

        _release.SetResult();
        await Until.TrueAsync(async () =>
        {
            await SweepAllAsync();
            return (await _store.AllAsync<Answer>()).TrueForAll(a => a.State == AnswerState.Delivered);
        }, "all are delivered");
        Assert.That(networks.Values.Select(n => n.Calls), Is.All.EqualTo(12), "each once");
        Assert.That(networks.Values.Select(n => n.MostInside), Is.All.LessThanOrEqualTo(DeliverySweeper.AtOnceOnAChannel));
    }

    [Test]
    public async Task A_channel_that_hangs_keeps_no_other_waiting()
    {
        Connect(("slow", Hanging()), ("site", new PlayedNetwork(_ => Delivering.Posted())));
        for (var i = 0; i < 50; i++)
            await _delivering.AnswerAsync("slow");
        var later = await _delivering.AnswerAsync(change: a => a.NextAttemptAt = Some.Monday);
        await SweepAllAsync();
        Assert.That((await _delivering.SettledAsync(later)).State, Is.EqualTo(AnswerState.Delivered));
    }

    [Test]
    public async Task A_limit_of_the_network_puts_off_all_answers_of_the_channel_and_nothing_else()
    {
        var limited = new PlayedNetwork(call => call <= DeliverySweeper.AtOnceOnAChannel ? throw new TryLaterException("429", TimeSpan.FromHours(1)) : Delivering.Posted($"n{call}"));
        Connect(("limited", limited), ("site", new PlayedNetwork(_ => Delivering.Posted())));
        for (var i = 0; i < 20; i++)
            await _delivering.AnswerAsync("limited");
        await SweepAllAsync();
        await Until.TrueAsync(async () => (await _store.AllAsync<Answer>()).TrueForAll(a => a.Claim is null), "all are put off");
        Assert.That(await _delivering.Connectors.Find("limited")!.Calls.ExecuteAsync(async (CancellationToken _) => await Task.FromResult("news"), CancellationToken.None), Is.EqualTo("news"), "it is still asked for news");
        var other = await _delivering.AnswerAsync();
        await SweepAllAsync();
        Assert.That((await _delivering.SettledAsync(other)).State, Is.EqualTo(AnswerState.Delivered));
        foreach (var _ in Enumerable.Range(0, 59))
        {
            _store.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.That(await _sweeper.SweepAsync(_store.Clock.GetUtcNow(), default), Is.False, "nothing is to be done");
        }
        Assert.That(limited.Calls, Is.LessThanOrEqualTo(DeliverySweeper.AtOnceOnAChannel));

        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(async () =>
        {
            await SweepAllAsync();
            return (await _store.AllAsync<Answer>()).TrueForAll(a => a.State == AnswerState.Delivered);
        }, "all are delivered");
    }

    [Test]
    public async Task An_orderly_stop_lets_calls_come_to_their_end_and_begins_no_more()
    {
        var network = Hanging();
        Connect(("site", network));
        var answer = await _delivering.AnswerAsync();
        await _sweeper.StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(network.Inside == 1), "it is under way");
        var stopped = _sweeper.StopAsync(default);
        var later = await _delivering.AnswerAsync();
        _release.SetResult();
        await stopped;
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Delivered));
        Assert.That(((await _delivering.SeeAsync(later)).State, network.Calls), Is.EqualTo((AnswerState.Queued, 1)));
    }

    [Test]
    public async Task When_the_time_for_stopping_is_over_calls_are_broken_off_and_may_be_taken_over_at_once()
    {
        var network = Hanging();
        Connect(("site", network));
        var answer = await _delivering.AnswerAsync();
        await _sweeper.StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(network.Inside == 1), "it is under way");
        await _sweeper.StopAsync(new CancellationToken(canceled: true));
        Assert.That(await _delivering.SeeAsync(answer), Has.Property("LeasedUntil").Null.And.Property("State").EqualTo(AnswerState.Queued));
        Assert.That((await _store.AllAsync<DeliveryAttempt>()).Single().Outcome, Is.EqualTo(AttemptOutcome.Unknown));
    }

    [Test]
    public async Task The_day_counts_from_the_approval()
    {
        Connect(("site", new PlayedNetwork(_ => throw new TryLaterException("busy", TimeSpan.FromSeconds(30)))));
        var answer = await _delivering.AnswerAsync(change: a => (a.State, a.QueuedAt, a.NextAttemptAt) = (AnswerState.AwaitingApproval, null, null));
        _store.Clock.Advance(TimeSpan.FromHours(25));
        await _delivering.Work.ApproveAsync(answer.Id, Delivering.Olga, default);
        await TryAsync(answer);
        Assert.That(await _delivering.SeeAsync(answer), Has.Property("State").EqualTo(AnswerState.Queued).And.Property("Problem").EqualTo("busy"));
    }

    [TestCase(false, AnswerState.Failed, TestName = "What_was_surely_not_taken_for_a_day_has_failed")]
    [TestCase(true, AnswerState.Unknown, TestName = "What_may_have_been_taken_within_the_day_is_for_a_person")]
    public async Task After_a_day(bool mayBePosted, string state)
    {
        // Longer than the day, as a network may well say.
        Connect(("site", new RepeatableNetwork((_, _) => throw new TryLaterException("busy", TimeSpan.FromDays(3)))));
        var answer = await _delivering.AnswerAsync(outcomes: mayBePosted ? [AttemptOutcome.Unknown] : []);
        await TryAsync(answer);
        Assert.That((await _delivering.SeeAsync(answer)).NextAttemptAt, Is.EqualTo(Some.Monday.AddDays(1)).Within(TimeSpan.FromMinutes(1)), "no wish goes beyond a day");
        _store.Clock.Advance(TimeSpan.FromHours(25));
        await TryAsync(answer);
        Assert.That(await _delivering.SeeAsync(answer), Has.Property("State").EqualTo(state).And.Property("Problem").EqualTo("Not delivered within a day. Last problem: busy"));
    }

    [Test]
    public async Task What_was_unknown_before_a_retry_does_not_make_it_unknown_again()
    {
        Connect(("site", new PlayedNetwork(_ => throw new TryLaterException("busy"))));
        var answer = await _delivering.AnswerAsync(change: a => a.State = AnswerState.Unknown, outcomes: AttemptOutcome.Unknown);
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await _delivering.Work.RetryAsync(answer.Id, Delivering.Olga, default);
        _store.Clock.Advance(TimeSpan.FromHours(25));
        await TryAsync(answer);
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Failed));
    }

    PlayedNetwork Hanging()
    {
        var id = 0;
        return new PlayedNetwork(async (_, cancellation) =>
        {
            await _release.Task.WaitAsync(cancellation);
            return Delivering.Posted($"{Guid.NewGuid()}-{Interlocked.Increment(ref id)}");
        });
    }

    void Connect(params (string, IConnector)[] channels)
    {
        _delivering = new Delivering(_store, channels);
        _sweeper = _delivering.Sweeper();
    }

    async Task SweepAllAsync()
    {
        while (await _sweeper.SweepAsync(_store.Clock.GetUtcNow(), default))
        {
        }
    }

    /// <summary>One round of quick tries, however long they take.</summary>
    async Task TryAsync(Answer answer)
    {
        await SweepAllAsync();
        await Until.TrueAsync(async () =>
        {
            if ((await _delivering.SeeAsync(answer)).Claim is null)
                return true;
            _store.Clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        }, "the tries are over");
    }
}
