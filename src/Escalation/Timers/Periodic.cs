using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Timers;

/// <summary>Does something again and again. A failure is logged and changes nothing about the next time.</summary>
public abstract class Periodic(TimeSpan interval, TimeProvider time, ILogger log) : BackgroundService
{
    protected abstract Task DoAsync(CancellationToken cancellation);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await DoAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "{Work} failed; it is done again in {Interval}", GetType().Name, interval);
            }
        }
    }
}
