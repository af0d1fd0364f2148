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
    static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(500);
    static readonly Task Never = new TaskCompletionSource().Task;
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Works off one batch. True: there may be more that is due.</summary>
    protected abstract Task<bool> SweepAsync(CancellationToken cancellation);

    protected abstract Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation);

    /// <summary>Completes when it is worth looking before the time is up.</summary>
    protected virtual Task Woken => Never;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var woken = Woken;
                while (await SweepAsync(stopping))
                {
                }
                await SleepAsync(await NextDueAsync(stopping), woken, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogError(e, "Looking for what is due failed; trying again in {Wait}", AfterFailure);
                await Task.Delay(AfterFailure, time, stopping);
            }
        }
    }

    async Task SleepAsync(DateTimeOffset? nextDue, Task woken, CancellationToken stopping)
    {
        // A due time counts from the tick after it: at the very instant it can still be met.
        var sleep = nextDue is { } due ? due - time.GetUtcNow() + TimeSpan.FromMilliseconds(1) : LongestSleep;
        if (sleep <= TimeSpan.Zero)
            return;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep < LongestSleep ? sleep : LongestSleep, time, done.Token), woken);
        await done.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }
}
