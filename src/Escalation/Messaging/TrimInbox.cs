using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>Forgets messages that were taken so long ago that none of them comes again.</summary>
sealed class TrimInbox(Database database, TimeProvider time, ILogger<TrimInbox> log) : Periodic(TimeSpan.FromHours(1), time, log)
{
    static readonly TimeSpan Remember = TimeSpan.FromDays(7);

    readonly TimeProvider _time = time;

    protected override Task DoAsync(CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var before = _time.GetUtcNow() - Remember;
        await db.Inbox.Where(entry => entry.At < before).ExecuteDeleteAsync(cancellation);
    }, cancellation);
}
