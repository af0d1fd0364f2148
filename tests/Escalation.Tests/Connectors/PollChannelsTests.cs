using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Answers;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Connectors;

/// <summary>How often channels are asked for news, by whom, and what is written of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PollChannelsTests
{
    readonly List<IDisposable> _toDispose = [];
    Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.NewAsync();

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var thing in _toDispose)
            thing.Dispose();
        await _store.DisposeAsync();
    }

    [TestCase(3600, 3600, 3600, TestName = "A_failing_channel_is_not_polled_more_often_than_its_own_pace")]
    [TestCase(10, 20, 40, TestName = "A_failing_channel_is_polled_less_and_less_often")]
    public async Task Pace_of_failures(int interval, int second, int third)
    {
        var network = new News(_store, (_, _) => throw new HttpRequestException("away"), TimeSpan.FromSeconds(interval));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await PolledAsync(network, 3);
        Assert.That((network.Polls[1] - network.Polls[0]).TotalSeconds, Is.GreaterThanOrEqualTo(second));
        Assert.That((network.Polls[2] - network.Polls[1]).TotalSeconds, Is.GreaterThanOrEqualTo(third));
        await poll.StopAsync(default);
    }

    [TestCase(10, 1, null, 20)]
    [TestCase(10, 20, null, 300)]
    [TestCase(3600, 20, null, 3600)]
    [TestCase(10, 1, 60, 60)]
    [TestCase(10, 1, 18000, 300)]
    [TestCase(3600, 1, 18000, 3600)]
    public void Pause_after_a_failure(int interval, int failures, int? wish, int pause) => Assert.That(
        PollChannels.Pause(TimeSpan.FromSeconds(interval), failures, wish is { } s ? TimeSpan.FromSeconds(s) : null), Is.EqualTo(TimeSpan.FromSeconds(pause)));

    [Test]
    public async Task A_limit_told_to_a_poll_puts_off_deliveries_and_polling_goes_on()
    {
        var network = new News(_store, (n, _) => n == 1 ? throw new TryLaterException("429", TimeSpan.FromHours(5)) : Task.FromResult(new Polled([], "c")), TimeSpan.FromSeconds(10));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await PolledAsync(network, 2);
        await poll.StopAsync(default);
        Assert.That(await CursorAsync(), Has.Property("DeliverAfter").EqualTo(Some.Monday.AddHours(5)).Within(TimeSpan.FromMinutes(5)).And.Property("Cursor").EqualTo("c"));
    }

    [Test]
    public async Task Polls_that_fail_for_long_are_told_once()
    {
        var network = new News(_store, (_, _) => throw new HttpRequestException("away"), TimeSpan.FromMinutes(1));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await PolledAsync(network, 8);
        await poll.StopAsync(default);
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Kind), Is.EqualTo(new[] { AlertKinds.ChannelFailed }));
    }

    [Test]
    public async Task A_good_poll_ends_the_failures()
    {
        var network = new News(_store, (n, _) => n == 1 ? throw new HttpRequestException("away") : Task.FromResult(new Polled([], "c")), TimeSpan.FromSeconds(10));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await PolledAsync(network, 2);
        await poll.StopAsync(default);
        Assert.That(await CursorAsync(), Has.Property("Failures").Zero.And.Property("FailingSince").Null.And.Property("LastSuccessAt").Not.Null);
    }

    [Test]
    public async Task An_endless_limit_told_to_a_poll_is_a_day()
    {
        var network = new News(_store, (_, _) => throw new TryLaterException("429", TimeSpan.MaxValue), TimeSpan.FromSeconds(10));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await PolledAsync(network, 1);
        await poll.StopAsync(default);
        Assert.That(await CursorAsync(), Has.Property("Failures").EqualTo(1).And.Property("DeliverAfter").EqualTo(Some.Monday.AddDays(1)).Within(TimeSpan.FromMinutes(1)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_poll_that_was_overtaken_writes_nothing(bool fails)
    {
        var late = new TaskCompletionSource<Polled>();
        var (slow, quick) = (new News(_store, (_, _) => late.Task, TimeSpan.FromMinutes(1)), new News(_store, (_, _) => Task.FromResult(new Polled([Some.Post("b")], "of b")), TimeSpan.FromMinutes(1)));
        using var former = Poll(("site", slow));
        await former.StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(slow.Polls.Count == 1), "it reads");
        _store.Clock.Advance(TimeSpan.FromMinutes(4));
        using var holder = Poll(("site", quick));
        await holder.StartAsync(default);
        await Until.SeenAsync(CursorAsync, c => c.Cursor == "of b", "another has taken over");

        if (fails)
            late.SetException(new HttpRequestException("away"));
        else
            late.SetResult(new Polled([Some.Post("a")], "of a"));
        await former.StopAsync(default);
        Assert.That(await CursorAsync(), Has.Property("Cursor").EqualTo("of b").And.Property("Failures").Zero.And.Property("Problem").Null);
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.NetworkId), Is.EqualTo(new[] { "b" }));
        await holder.StopAsync(default);
    }

    [Test]
    public async Task No_more_polls_are_under_way_than_there_is_room_for_and_those_that_hang_starve_nobody()
    {
        var release = new TaskCompletionSource();
        var hanging = new News(_store, async (_, cancel) =>
        {
            await release.Task.WaitAsync(cancel);
            return new Polled([], null);
        }, TimeSpan.FromSeconds(1));
        var last = new News(_store, (_, _) => Task.FromResult(new Polled([], null)), TimeSpan.FromSeconds(1));
        using var poll = Poll([.. Enumerable.Range(0, 12).Select(i => ($"hangs{i:00}", (IConnector)hanging)), ("works", last)]);
        await poll.StartAsync(default);
        await Until.SeenAsync(() => Task.FromResult(hanging.Inside), n => n == PollChannels.AtOnce, "as many as there is room for");
        // Each is broken off after half a minute.
        await Until.TrueAsync(() =>
        {
            _store.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(last.Polls.Count > 0);
        }, "the last one's turn");
        Assert.That(hanging.MostInside, Is.EqualTo(PollChannels.AtOnce));
        release.SetResult();
        await poll.StopAsync(default);
    }

    [Test]
    public async Task An_orderly_stop_lets_a_poll_come_to_its_end()
    {
        var answer = new TaskCompletionSource();
        var network = new News(_store, async (_, cancel) =>
        {
            await answer.Task.WaitAsync(cancel);
            return new Polled([Some.Post("1")], "c");
        }, TimeSpan.FromMinutes(1));
        using var poll = Poll(("site", network));
        await poll.StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(network.Polls.Count == 1), "it reads");
        var stopped = poll.StopAsync(default);
        answer.SetResult();
        await stopped;
        Assert.That((await CursorAsync()).Cursor, Is.EqualTo("c"));
    }

    async Task<ChannelCursor> CursorAsync() => (await _store.AllAsync<ChannelCursor>()).Single();

    PollChannels Poll(params (string Channel, IConnector Connector)[] channels)
    {
        _store.Organization.Set(new(1, _store.Organization.Now.File with { Channels = [.. channels.Select(c => Some.Channel with { Name = c.Channel })] }));
        var registry = Delivering.Registry(_store, channels);
        _toDispose.Add(registry);
        return new(_store.Database, registry, new ReceivePost(_store.Organization, _store.Clock), new LeaseOptions(), _store.Clock, NullLogger<PollChannels>.Instance);
    }

    /// <summary>Lets time pass until it was asked so often.</summary>
    Task PolledAsync(News network, int times) => Until.TrueAsync(() =>
    {
        if (network.Polls.Count < times)
            _store.Clock.Advance(network.PollInterval / 4);
        return Task.FromResult(network.Polls.Count >= times);
    }, $"{times} polls");

    sealed class News(Store store, Func<int, CancellationToken, Task<Polled>> poll, TimeSpan interval) : PlayedNetwork(_ => throw new NotSupportedException()), IPollingConnector
    {
        readonly List<DateTimeOffset> _polls = [];

        public TimeSpan PollInterval => interval;

        public IReadOnlyList<DateTimeOffset> Polls
        {
            get
            {
                lock (_polls)
                    return [.. _polls];
            }
        }

        public Task<Polled> PollAsync(string? cursor, DateTimeOffset since, CancellationToken cancellation) => WithinAsync(() =>
        {
            int count;
            lock (_polls)
            {
                _polls.Add(store.Clock.GetUtcNow());
                count = _polls.Count;
            }
            return poll(count, cancellation);
        });
    }
}
