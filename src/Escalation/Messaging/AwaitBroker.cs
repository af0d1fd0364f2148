using Escalation.Telemetry;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Escalation.Messaging;

/// <summary>
/// Stands before each of MassTransit's tries to connect and lets it pass when RabbitMQ takes a connection. MassTransit waits
/// longer after each try that fails, up to half a minute, which is longer than people should wait once the broker is back.
/// </summary>
public sealed class AwaitBroker(BusOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AwaitBroker> log)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2), Glance = TimeSpan.FromMilliseconds(200);

    readonly TellSeldom _failures = new(time);
    volatile bool _isAway;

    /// <summary>Whether the bus works. MassTransit only knows of its own tries that failed, and has none while RabbitMQ is awaited here.</summary>
    public bool IsWell(IBusControl bus) => !_isAway && bus.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <summary>Returns at once unless it is away: what is published then only waits, and longer than the broker is away.</summary>
    public async Task WhileAwayAsync(CancellationToken cancellation)
    {
        while (_isAway)
            await Task.Delay(Glance, TimeProvider.System, cancellation);
    }

    public async Task UntilItAnswersAsync()
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await Broker.ConnectAsync(options, lifetime.ApplicationStopping);
                _isAway = false;
                return;
            }
            catch (Exception e)
            {
                _isAway = true;
                var why = Broker.WhyUnavailable(e);
                if (_failures.IsDue(why, out var leftOut))
                    log.LogWarning("{Problem} Posts are taken but wait; retry in {Wait} ({LeftOut} tries more since this was last told)", why, Pause, leftOut);
            }
            await Task.Delay(Pause, TimeProvider.System, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
