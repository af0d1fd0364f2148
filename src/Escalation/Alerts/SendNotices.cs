using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Alerts;

/// <summary>
/// Sends what alert channels are to be told. An outlet that was quiet gets its message at once, a burst when it is over;
/// what gathers in the <see cref="Interval"/> after it is the next one (decision 0010). A message that is not taken is tried again, less and less often,
/// for a day. After a crash between sending and writing that down it is sent twice, under the same id.
/// </summary>
public sealed class SendNotices(
    Database database, GatherNotices gather, SettleNotices settle, CurrentOrganization organization, IEnumerable<IAlertSender> senders,
    CommitSignal commits, LeaseOptions leases, TimeProvider time, ILogger<SendNotices> log) : NextDueSweeper(time, log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>One that does not answer must not hold up the others, and a mail server is not to be stormed.</summary>
    readonly CallsUnderWay _calls = new(most: 16, mostOfAChannel: 4);

    readonly TimeProvider _time = time;
    readonly Dictionary<string, IAlertSender> _senders = senders.ToDictionary(sender => sender.Kind);

    protected override Task Woken => Task.WhenAny(commits.Next, _calls.NextEnd);

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        if (await db.Notices.AnyAsync(n => n.State == NoticeState.New, cancellation))
            return _time.GetUtcNow();
        var full = _calls.Full;
        return _calls.Room == 0 ? null : await db.Outlets.Where(o => o.NextAt != null && !full.Contains(o.Channel))
            .MinAsync(o => o.LeasedUntil > o.NextAt ? o.LeasedUntil : o.NextAt, cancellation);
    });

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        await gather.LineUpAsync(cancellation);
        if (_calls.Room == 0 || await gather.ClaimAsync(leases.Notices, _calls.Full, cancellation) is not { } claimed)
            return false;
        _calls.Begin(claimed.Channel, cancel => SendAsync(claimed, cancel));
        return true;
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

    async Task SendAsync(Outlet outlet, CancellationToken cancel)
    {
        try
        {
            await TryOnceAsync(outlet, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await SettleAsync(outlet, () => settle.ReleaseAsync(outlet), cancel);
        }
        catch (StorageUnavailableException)
        {
            await SettleAsync(outlet, () => settle.ReleaseAsync(outlet), cancel);
        }
        catch (Exception e)
        {
            var problem = e.GetBaseException().Message;
            log.LogWarning("A message of the alert channel {Channel} is not sent yet: {Problem}", outlet.Channel, problem);
            await SettleAsync(outlet, () => settle.PutOffAsync(outlet, problem, (e as TryLaterException)?.After), cancel);
        }
    }

    async Task TryOnceAsync(Outlet outlet, CancellationToken cancel)
    {
        var (version, file) = organization.Now;
        if (file.Alerts.FirstOrDefault(channel => channel.Name == outlet.Channel) is not { } channel)
        {
            await settle.RemoveAsync(outlet, version);
            return;
        }
        var message = await gather.ReadAsync(outlet, file, cancel);
        var sending = await _senders[channel.Kind].SendAsync(message, ResolveSettings.Of(channel), cancel);
        if (sending is Sending.Refused refused)
        {
            log.LogError("A message of the alert channel {Channel} is refused: {Problem}", outlet.Channel, refused.Reason);
            await OnceUsable.WriteAsync(() => settle.DropAsync(outlet, refused.Reason), cancel);
        }
        else
            await OnceUsable.WriteAsync(() => settle.SentAsync(outlet), cancel);
    }

    async Task SettleAsync(Outlet outlet, Func<Task> write, CancellationToken cancel)
    {
        try
        {
            await OnceUsable.WriteAsync(write, cancel);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A message of the alert channel {Channel} could not be put off; it is taken up again when its lease is up", outlet.Channel);
        }
    }
}
