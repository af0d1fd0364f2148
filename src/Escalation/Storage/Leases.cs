using Microsoft.EntityFrameworkCore;

namespace Escalation.Storage;

/// <summary>What a process was busy with when it ended.</summary>
public sealed class Leases(Database database, WriterGate gate)
{
    /// <summary>
    /// At start, where this is the only process on the database: whoever held a lease is gone, and nothing has to wait
    /// until it is up. Where there may be others, leases run out by themselves.
    /// </summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        if (!gate.OneWriter)
            return;
        await database.WriteAsync(async db =>
        {
            await db.Answers.Where(a => a.LeasedUntil != null).ExecuteUpdateAsync(s => s.SetProperty(a => a.LeasedUntil, (DateTimeOffset?)null).SetProperty(a => a.Claim, (Guid?)null), cancellation);
            await db.Outlets.Where(o => o.LeasedUntil != null).ExecuteUpdateAsync(s => s.SetProperty(o => o.LeasedUntil, (DateTimeOffset?)null).SetProperty(o => o.Claim, (Guid?)null), cancellation);
            await db.ChannelCursors.ExecuteUpdateAsync(s => s.SetProperty(c => c.LeasedUntil, (DateTimeOffset?)null).SetProperty(c => c.Claim, (Guid?)null), cancellation);
        }, cancellation);
    }
}
