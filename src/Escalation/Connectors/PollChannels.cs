using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Connectors;

/// <summary>
/// Asks the polled channels for news, each at its own pace. Posts and the cursor behind them are one commit: a crash
/// reads them again, and the same post twice is one. A network that fails is asked less and less often.
/// </summary>
public sealed class PollChannels(Database database, ConnectorRegistry connectors, ReceivePost receive, TimeProvider time, ILogger<PollChannels> log) : BackgroundService
{
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(90);

    readonly string _self = Guid.NewGuid().ToString("N");
    readonly Dictionary<string, DateTimeOffset> _nextPoll = [];
    readonly Dictionary<string, Task> _polls = [];

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            foreach (var connected in connectors.All)
            {
                var name = connected.Channel.Name;
                if (connected.Connector is not IPollingConnector connector
                    || _polls.GetValueOrDefault(name) is { IsCompleted: false }
                    || _nextPoll.GetValueOrDefault(name) > time.GetUtcNow())
                    continue;
                _nextPoll[name] = time.GetUtcNow() + connector.PollInterval;
                _polls[name] = PollAsync(connected, connector, stopping);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    async Task PollAsync(Connected connected, IPollingConnector connector, CancellationToken stopping)
    {
        var name = connected.Channel.Name;
        try
        {
            if (await LeaseAsync(name, connector.PollInterval, stopping) is not { } lease)
                return;
            var polled = await connected.Calls.ExecuteAsync(async ct => await connector.PollAsync(lease.Cursor, ct), stopping);
            await KeepAsync(connected, polled, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogWarning(e, "Polling {Channel} failed", name);
            EscalationMetrics.PollFailed(name);
            await PauseAsync(name, connector.PollInterval, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Stopping. What was read and not committed is read again.
        }
    }

    /// <summary>One replica polls a channel at a time; another takes over when the lease of a dead one is up.</summary>
    Task<ChannelCursor?> LeaseAsync(string channel, TimeSpan interval, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var cursor = await db.ChannelCursors.FindAsync([channel], cancellation) ?? db.ChannelCursors.Add(new ChannelCursor { Channel = channel }).Entity;
        if (cursor.LeasedBy != _self && cursor.LeasedUntil > now)
            return null;
        cursor.LeasedBy = _self;
        cursor.LeasedUntil = now + interval + LeaseMargin;
        return cursor;
    }, cancellation);

    Task KeepAsync(Connected connected, Polled polled, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        foreach (var post in polled.Posts)
        {
            await receive.HandleAsync(db, connected.Channel, post, cancellation);
            // A reply may follow its question in the same batch.
            await db.SaveChangesAsync(cancellation);
        }
        var cursor = await db.ChannelCursors.SingleAsync(c => c.Channel == connected.Channel.Name, cancellation);
        cursor.Cursor = polled.Cursor;
        cursor.Succeeded(time.GetUtcNow());
    }, cancellation);

    async Task PauseAsync(string channel, TimeSpan interval, string problem)
    {
        try
        {
            var failures = await database.WriteAsync(async db =>
            {
                var cursor = await db.ChannelCursors.FindAsync(channel);
                if (cursor is null)
                    return 1;
                cursor.Failed(db, connectors.Organization, problem, time.GetUtcNow());
                return cursor.Failures;
            });
            var pause = interval * Math.Pow(2, Math.Min(failures, 10));
            _nextPoll[channel] = time.GetUtcNow() + (pause < LongestPause ? pause : LongestPause);
        }
        catch (Exception e)
        {
            log.LogError(e, "The failure of {Channel} could not be written down", channel);
        }
    }
}
