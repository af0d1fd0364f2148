using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Storage;

/// <summary>Measures the database's clock at the start and again and again, because clocks drift and are set.</summary>
public sealed class FollowDatabaseClock(DatabaseClock clock, Database database, ILogger<FollowDatabaseClock> log)
    : Periodic(TimeSpan.FromSeconds(30), clock, log)
{
    public Task MeasureAsync(CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(cancellation);
        await clock.MeasureAsync(() => db.ClockAsync(cancellation));
        return true;
    });

    protected override Task DoAsync(CancellationToken cancellation) => MeasureAsync(cancellation);
}
