using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Storage;

/// <summary>Measures the database's clock at the start and again and again, because clocks drift and are set.</summary>
public sealed class FollowDatabaseClock(DatabaseClock clock, Func<EscalationDb> contexts, ILogger<FollowDatabaseClock> log)
    : Periodic(TimeSpan.FromSeconds(30), clock, log)
{
    public async Task MeasureAsync(CancellationToken cancellation)
    {
        await using var db = contexts();
        await db.Database.OpenConnectionAsync(cancellation);
        await clock.MeasureAsync(() => db.ClockAsync(cancellation));
    }

    protected override Task DoAsync(CancellationToken cancellation) => MeasureAsync(cancellation);
}
