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
    CommitSignal commits, TimeProvider time, ILogger<SendNotices> log) : NextDueSweeper(time, log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Longer than any sender takes for one try.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>One that does not answer must not hold up the others, and a mail server is not to be stormed.</summary>
    readonly SemaphoreSlim _free = new(16);

    readonly TimeProvider _time = time;
    readonly Dictionary<string, IAlertSender> _senders = senders.ToDictionary(sender => sender.Kind);

    protected override Task Woken => commits.Next;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => database.ReadAsync(async db =>
        await db.Notices.AnyAsync(n => n.State == NoticeState.New, cancellation)
            ? _time.GetUtcNow()
            : await db.Outlets.Where(o => o.NextAt != null).MinAsync(o => o.LeasedUntil > o.NextAt ? o.LeasedUntil : o.NextAt, cancellation));

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        await gather.LineUpAsync(cancellation);
        await _free.WaitAsync(cancellation);
        Outlet? claimed = null;
        try
        {
            claimed = await gather.ClaimAsync(Lease, cancellation);
        }
        finally
        {
            if (claimed is null)
                _free.Release();
        }
        if (claimed is null)
            return false;
        _ = SendAsync(claimed, cancellation);
        return true;
    }

    async Task SendAsync(Outlet outlet, CancellationToken stopping)
    {
        try
        {
            await TryOnceAsync(outlet, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            await PutOffAsync(outlet, e);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the lease runs out, and whoever takes the message over sends it.
        }
        finally
        {
            _free.Release();
        }
    }

    async Task TryOnceAsync(Outlet outlet, CancellationToken stopping)
    {
        var (version, file) = organization.Now;
        if (file.Alerts.FirstOrDefault(channel => channel.Name == outlet.Channel) is not { } channel)
        {
            await settle.RemoveAsync(outlet, version);
            return;
        }
        var message = await gather.ReadAsync(outlet, file, stopping);
        var sending = await _senders[channel.Kind].SendAsync(message, ResolveSettings.Of(channel), stopping);
        if (sending is Sending.Refused refused)
        {
            log.LogError("A message of the alert channel {Channel} is refused: {Problem}", outlet.Channel, refused.Reason);
            await settle.DropAsync(outlet, refused.Reason);
        }
        else
            await settle.SentAsync(outlet);
    }

    async Task PutOffAsync(Outlet outlet, Exception e)
    {
        try
        {
            var problem = e.GetBaseException().Message;
            log.LogWarning("A message of the alert channel {Channel} is not sent yet: {Problem}", outlet.Channel, problem);
            await settle.PutOffAsync(outlet, problem, (e as TryLaterException)?.After);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A message of the alert channel {Channel} could not be put off; it is taken up again when its lease is up", outlet.Channel);
        }
    }
}
