using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Alerts;

/// <summary>Forgets notices that were sent, or dropped, long ago. The alerts themselves stay.</summary>
sealed class TrimNotices(Database database, TimeProvider time, ILogger<TrimNotices> log) : Periodic(TimeSpan.FromHours(1), time, log)
{
    static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    readonly TimeProvider _time = time;

    protected override Task DoAsync(CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var before = _time.GetUtcNow() - Keep;
        await db.Notices.Where(n => n.At < before && (n.State == NoticeState.Sent || n.State == NoticeState.Dropped)).ExecuteDeleteAsync(cancellation);
    }, cancellation);
}
