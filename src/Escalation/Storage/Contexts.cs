using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Escalation.Storage;

/// <summary>Contexts from a pool: a disposed one is used again, because making one costs more than most of what is done with it.</summary>
static class Contexts<T> where T : EscalationDb
{
    public static Func<EscalationDb> Of(DbContextOptions<T> options, TimeProvider time)
    {
        var pool = new PooledDbContextFactory<T>(options);
        return () =>
        {
            var db = pool.CreateDbContext();
            db.StartOver(time);
            return db;
        };
    }
}
