namespace Escalation.Storage;

/// <summary>
/// What time it is by the database's clock, so that replicas whose machines disagree judge deadlines and leases alike
/// (decision 0018). Between measurements it goes on by this machine's steady time; it never goes back. Timers are the machine's own.
/// </summary>
public sealed class DatabaseClock(TimeProvider machine) : TimeProvider
{
    const int Samples = 5;

    volatile Measured _measured = new(machine.GetTimestamp(), machine.GetUtcNow());
    long _latest;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <summary>By how much the machine's clock is ahead of the database's (negative: behind).</summary>
    public TimeSpan MachineIsAhead => machine.GetUtcNow() - ByDatabase();

    public override DateTimeOffset GetUtcNow()
    {
        var now = ByDatabase().UtcTicks;
        for (; ; )
        {
            var latest = Interlocked.Read(ref _latest);
            if (now <= latest)
                return new DateTimeOffset(latest, TimeSpan.Zero);
            if (Interlocked.CompareExchange(ref _latest, now, latest) == latest)
                return new DateTimeOffset(now, TimeSpan.Zero);
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Asks several times. The quickest answer is the surest: it was given half of its way ago.</summary>
    public async Task MeasureAsync(Func<Task<DateTimeOffset>> ask)
    {
        var (best, shortest) = (_measured, TimeSpan.MaxValue);
        for (var sample = 0; sample < Samples; sample++)
        {
            var asked = machine.GetTimestamp();
            var told = await ask();
            var took = machine.GetElapsedTime(asked);
            if (took < shortest)
                (best, shortest) = (new(asked, told - took / 2), took);
        }
        _measured = best;
    }

    DateTimeOffset ByDatabase()
    {
        var measured = _measured;
        return measured.Time + machine.GetElapsedTime(measured.Timestamp);
    }

    sealed record Measured(long Timestamp, DateTimeOffset Time);
}
