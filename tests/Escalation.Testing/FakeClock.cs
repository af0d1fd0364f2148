namespace Escalation.Testing;

/// <summary>Time that moves only when a test says so. Timers fire in the order in which they fall due, each at its own time.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<FakeTimer> _timers = [];
    DateTimeOffset _now = start;

    public FakeClock() : this(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    /// <summary>How many timers wait: by that a test sees that somebody sleeps.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <summary>When the next timer fires; null if none waits.</summary>
    public DateTimeOffset? NextTimerAt
    {
        get
        {
            lock (_lock)
                return _timers.MinBy(timer => timer.DueAt)?.DueAt;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextBefore(end) is { } timer)
            timer.Fire();
        lock (_lock)
            _now = end;
    }

    FakeTimer? NextBefore(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => timer.DueAt);
            if (next is null || next.DueAt > end)
                return null;
            _now = next.DueAt > _now ? next.DueAt : _now;
            next.Rearm();
            return next;
        }
    }

    sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueAt = clock._now + dueTime;
                clock._timers.Add(this);
            }
            return true;
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
                DueAt += _period;
            else
                clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
