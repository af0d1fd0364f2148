using Escalation.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Timers;

/// <summary>Does something again and again. A failure is logged and changes nothing about the next time.</summary>
public abstract class Periodic(TimeSpan interval, TimeProvider time, ILogger log) : BackgroundService
{
    readonly TellSeldom _failures = new(time);

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
                _failures.Tell(log, e, $"{GetType().Name} failed; it is done again in {interval}");
            }
        }
    }
}
