using Escalation.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Timers;

/// <summary>
/// Wakes for rows that fall due (decision 0002): works off what is due, then sleeps until the next row's time. It looks
/// again at least every <see cref="LongestSleep"/>, because another replica's rows wake nobody here. Waking early, late
/// or twice does no harm: what is due is told by the rows.
/// </summary>
public abstract class NextDueSweeper(TimeProvider time, ILogger log) : BackgroundService
{
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    /// <summary>What is due and could not be taken is another replica's work just now.</summary>
    static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(20);
    static readonly Task Never = new TaskCompletionSource().Task;
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    readonly TellSeldom _failures = new(time);

    /// <summary>Works off one batch. True: there may be more that is due.</summary>
    /// <param name="through">The last instant that is over: at the very instant of its due time everything can still be met.</param>
    public abstract Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation);

    public abstract Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation);

    /// <summary>Whether <see cref="NextDueAsync"/> leaves out some of what is due, so that it has to be looked for even when the next is yet to come.</summary>
    protected virtual bool OthersMayBeDue => false;

    /// <summary>Completes when it is worth looking before the time is up.</summary>
    protected virtual Task Woken => Never;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var woken = Woken;
                // Mostly nothing is due, and one look has to do: there are many of these, each looking every second.
                var next = OthersMayBeDue ? DateTimeOffset.MinValue : await NextDueAsync(stopping);
                if (next <= time.GetUtcNow())
                {
                    await SweepAllAsync(stopping);
                    next = await NextDueAsync(stopping);
                }
                await SleepAsync(next, woken, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                _failures.Tell(log, e, $"{GetType().Name} failed to look for what is due, retry in {AfterFailure}", LogLevel.Error);
                await Task.Delay(AfterFailure, time, stopping);
            }
        }
    }

    async Task SweepAllAsync(CancellationToken stopping)
    {
        while (await SweepAsync(time.GetUtcNow().AddTicks(-1), stopping))
        {
        }
    }

    async Task SleepAsync(DateTimeOffset? nextDue, Task woken, CancellationToken stopping)
    {
        var sleep = nextDue is { } due ? due - time.GetUtcNow() + TimeSpan.FromMilliseconds(1) : LongestSleep;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(Clamp(sleep), time, done.Token), woken);
        await done.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    static TimeSpan Clamp(TimeSpan sleep) => sleep <= TimeSpan.Zero ? ShortestSleep : sleep < LongestSleep ? sleep : LongestSleep;
}
