using Escalation.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Escalation.Messaging;

/// <summary>
/// Stands before each of MassTransit's tries to connect and lets it pass when RabbitMQ takes a connection. MassTransit waits
/// longer after each try that fails, up to half a minute, which is longer than people should wait once the broker is back.
/// </summary>
sealed class AwaitBroker(BusOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AwaitBroker> log)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    readonly TellSeldom _failures = new(time);

    public async Task UntilItAnswersAsync()
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await Broker.ConnectAsync(options, lifetime.ApplicationStopping);
                return;
            }
            catch (Exception e)
            {
                var why = Broker.WhyUnavailable(e);
                if (_failures.IsDue(why, out var leftOut))
                    log.LogWarning("{Problem} Posts are taken but wait; retry in {Wait} ({LeftOut} tries more since this was last told)", why, Pause, leftOut);
            }
            await Task.Delay(Pause, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
