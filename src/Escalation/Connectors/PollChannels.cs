using System.Collections.Concurrent;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Connectors;

/// <summary>
/// Asks the polled channels for news, each at its own pace. The cursor is written when every post before it is: a crash
/// reads them again, and the same post twice is one. A network that fails is asked less and less often.
/// </summary>
public sealed class PollChannels(
    Database database, ConnectorRegistry connectors, ReceivePost receive, LeaseOptions leases, TimeProvider time, ILogger<PollChannels> log) : BackgroundService
{
    public const int AtOnce = 8;

    static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    readonly string _self = Guid.NewGuid().ToString("N");
    readonly ConcurrentDictionary<string, DateTimeOffset> _nextPoll = [];
    readonly TellSeldom _failures = new(time);
    readonly CallsUnderWay _calls = new(AtOnce, mostOfAChannel: 1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            foreach (var (connected, connector) in Due())
            {
                var name = connected.Channel.Name;
                if (_calls.Room == 0 || _calls.RoomFor(name) == 0)
                    continue;
                _nextPoll[name] = time.GetUtcNow() + connector.PollInterval;
                _calls.Begin(name, cancel => PollAsync(connected, connector, cancel));
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _calls.FinishAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _calls.Dispose();
        base.Dispose();
    }

    /// <summary>Who has waited longest comes first, so that those that hang keep nobody waiting for ever.</summary>
    IEnumerable<(Connected, IPollingConnector)> Due()
    {
        var now = time.GetUtcNow();
        return connectors.All.Where(c => c.Connector is IPollingConnector && _nextPoll.GetValueOrDefault(c.Channel.Name) <= now)
            .OrderBy(c => _nextPoll.GetValueOrDefault(c.Channel.Name)).Select(c => (c, (IPollingConnector)c.Connector)).ToList();
    }

    async Task PollAsync(Connected connected, IPollingConnector connector, CancellationToken cancel)
    {
        var (name, claim) = (connected.Channel.Name, Guid.NewGuid());
        ChannelCursor? lease = null;
        try
        {
            lease = await LeaseAsync(name, claim, connector.PollInterval, cancel);
            if (lease is null)
                return;
            var polled = await connected.Calls.ExecuteAsync(async ct => await connector.PollAsync(lease.Cursor, lease.Since ?? time.GetUtcNow(), ct), cancel);
            await KeepAsync(connected, claim, polled, cancel);
        }
        catch (LeaseLostException e)
        {
            log.LogWarning("{Problem}", e.Message);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            _failures.Tell(log, e, $"Polling {name} failed, retry later", among: ", on any channel,");
            EscalationMetrics.PollFailed(name);
            await PauseAsync(name, claim, connector.PollInterval, (lease?.Failures ?? 0) + 1, e);
        }
        catch (OperationCanceledException)
        {
            // Stopping. What was read and not committed is read again.
        }
    }

    /// <summary>One replica polls a channel at a time; another takes over when the lease of a dead one is up.</summary>
    Task<ChannelCursor?> LeaseAsync(string channel, Guid claim, TimeSpan interval, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var cursor = await TakeAsync(db, channel, cancellation) ?? db.ChannelCursors.Add(new ChannelCursor { Channel = channel, Since = now }).Entity;
        if (cursor.LeasedBy != _self && cursor.LeasedUntil > now)
            return null;
        (cursor.LeasedBy, cursor.Claim, cursor.LeasedUntil) = (_self, claim, now + interval + leases.Polls);
        return cursor;
    }, cancellation);

    async Task KeepAsync(Connected connected, Guid claim, Polled polled, CancellationToken cancellation)
    {
        foreach (var post in polled.Posts)
        {
            var received = await database.WriteAsync(async db =>
            {
                var taken = await receive.HandleAsync(db, connected.Channel, post, cancellation);
                await HeldAsync(db, connected.Channel.Name, claim, cancellation);
                return taken;
            }, cancellation);
            if (received.SetAside is not null)
                log.LogError("{Problem}", received.SetAside);
        }
        await database.WriteAsync(async db =>
        {
            var cursor = await HeldAsync(db, connected.Channel.Name, claim, cancellation);
            cursor.Cursor = polled.Cursor;
            cursor.Succeeded(time.GetUtcNow());
        }, cancellation);
    }

    /// <summary>After the conversation that a post belongs to (decision 0016: the order of locks).</summary>
    async Task<ChannelCursor> HeldAsync(EscalationDb db, string channel, Guid claim, CancellationToken cancellation) =>
        await TakeAsync(db, channel, cancellation) is { } cursor && cursor.Claim == claim
            ? cursor
            : throw new LeaseLostException($"{channel} is polled by another process meanwhile; what was read is left to it");

    async Task PauseAsync(string channel, Guid claim, TimeSpan interval, int failures, Exception why)
    {
        var (now, wish) = (time.GetUtcNow(), (why as TryLaterException)?.After);
        var next = _nextPoll[channel] = now + Pause(interval, failures, wish);
        try
        {
            await database.WriteAsync(async db =>
            {
                if (await TakeAsync(db, channel, CancellationToken.None) is not { } cursor || cursor.Claim != claim)
                    return;
                cursor.Failed(db, connectors.Organization, why.Message, time.GetUtcNow());
                cursor.LeasedUntil = next + leases.Polls;
                if (!(cursor.DeliverAfter >= now + wish))
                    cursor.DeliverAfter = now + wish ?? cursor.DeliverAfter;
            });
        }
        catch (Exception e)
        {
            _failures.Tell(log, e, $"The failure of {channel} could not be written down", LogLevel.Error);
        }
    }

    /// <summary>Longer with each failure, but never shorter than the channel's own pace. A network's limit delays news by no more than a failure does.</summary>
    internal static TimeSpan Pause(TimeSpan interval, int failures, TimeSpan? wish)
    {
        var pause = interval * Math.Pow(2, Math.Min(failures, 10));
        pause = wish > pause ? wish.Value : pause;
        pause = pause < LongestPause ? pause : LongestPause;
        return pause > interval ? pause : interval;
    }

    static async Task<ChannelCursor?> TakeAsync(EscalationDb db, string channel, CancellationToken cancellation) =>
        (await db.Take<ChannelCursor>($"SELECT * FROM channel_cursors WHERE channel = {channel}").ToListAsync(cancellation)).SingleOrDefault();

    sealed class LeaseLostException(string message) : Exception(message);
}
