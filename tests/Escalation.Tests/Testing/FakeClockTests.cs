using Escalation.Testing;

namespace Escalation.Tests.Testing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class FakeClockTests
{
    readonly FakeClock _clock = new(Some.Monday);
    readonly List<string> _fired = [];

    [Test]
    public void Time_stands_until_it_is_moved()
    {
        var start = _clock.GetTimestamp();
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Some.Monday));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Some.Monday.AddTicks(1)));
        Assert.That(_clock.GetElapsedTime(start), Is.EqualTo(TimeSpan.FromTicks(1)));
    }

    [Test]
    public void Timers_fire_in_the_order_of_their_times_and_see_their_own_time()
    {
        using var third = Timer("third", 3);
        using var first = Timer("first", 1);
        using var second = Timer("second", 2);
        using var later = Timer("later", 4);
        Advance(3);
        Assert.That(_fired, Is.EqualTo(new[] { "first@1", "second@2", "third@3" }));
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Some.Monday.AddSeconds(3)));
    }

    [Test]
    public void A_timer_fires_once_a_period()
    {
        using var timer = Timer("tick", 1, 2);
        Advance(5);
        Advance(2);
        Assert.That(_fired, Is.EqualTo(new[] { "tick@1", "tick@3", "tick@5", "tick@7" }));
    }

    [Test]
    public void A_timer_that_another_started_fires_on_the_same_way()
    {
        ITimer? inner = null;
        using var outer = _clock.CreateTimer(_ => inner = Timer("inner", 2), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Advance(10);
        Assert.That(_fired, Is.EqualTo(new[] { "inner@3" }));
        inner!.Dispose();
    }

    [Test]
    public void Changed_stopped_and_disposed_timers_obey()
    {
        using var changed = Timer("changed", 1);
        using var stopped = Timer("stopped", 1);
        var disposed = Timer("disposed", 1);
        changed.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        Assert.That(_clock.Timers, Is.EqualTo(1));
        Assert.That(_clock.NextTimerAt, Is.EqualTo(Some.Monday.AddSeconds(5)));
        Advance(10);
        Assert.That(_fired, Is.EqualTo(new[] { "changed@5" }));
        Assert.That(_clock.NextTimerAt, Is.Null);
    }

    [Test]
    public async Task Delays_and_periodic_timers_end_by_it()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(2), _clock);
        using var periodic = new PeriodicTimer(TimeSpan.FromSeconds(1), _clock);
        var tick = periodic.WaitForNextTickAsync();
        Advance(1);
        Assert.That(await tick, Is.True);
        Assert.That(delay.IsCompleted, Is.False);
        Advance(1);
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    ITimer Timer(string name, int due, int? period = null) => _clock.CreateTimer(
        _ => _fired.Add($"{name}@{(_clock.GetUtcNow() - Some.Monday).TotalSeconds}"), null,
        TimeSpan.FromSeconds(due), period is { } every ? TimeSpan.FromSeconds(every) : Timeout.InfiniteTimeSpan);

    void Advance(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
