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
                if (_failures.IsDue(e, out var leftOut))
                    log.LogWarning(TellSeldom.Stack(e), "{Work} failed; it is done again in {Interval}: {Problem} ({LeftOut} times more since this was last told)", GetType().Name, interval, e.Message, leftOut);
            }
        }
    }
}
