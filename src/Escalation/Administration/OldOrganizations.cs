using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

static class OldOrganizations
{
    const int Batch = 20;

    /// <summary>
    /// Versions that were replaced before then. The last of each file stays, so that a restart does not apply it again, and
    /// what an open deadline is counted by.
    /// </summary>
    /// <returns>Whether there may be more.</returns>
    public static async Task<bool> RemoveAsync(EscalationDb db, DateTimeOffset before, CancellationToken cancellation)
    {
        var old = await db.Organizations
            .Where(o => db.Organizations.Any(next => next.Number == o.Number + 1 && next.AppliedAt < before)
                && (o.Source == null || db.Organizations.Any(later => later.Source == o.Source && later.Number > o.Number))
                && !db.Deadlines.Any(d => d.OrganizationVersion == o.Number && (d.State == DeadlineState.Running || d.State == DeadlineState.Paused)))
            .OrderBy(o => o.Number).Select(o => o.Number).Take(Batch).ToListAsync(cancellation);
        await db.Organizations.Where(o => old.Contains(o.Number)).ExecuteDeleteAsync(cancellation);
        return old.Count == Batch;
    }
}
