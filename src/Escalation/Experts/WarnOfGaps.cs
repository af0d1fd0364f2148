using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Experts;

/// <summary>
/// Warns a day before absences leave a topic without anybody, once for each gap. Every replica looks, every quarter of an
/// hour and at another organization; who raises the alert makes sure that no other has.
/// </summary>
public sealed class WarnOfGaps(Database database, CurrentOrganization organization, TimeProvider time, ILogger<WarnOfGaps> log) : NextDueSweeper(time, log)
{
    static readonly TimeSpan Ahead = TimeSpan.FromHours(24), Interval = TimeSpan.FromMinutes(15);

    readonly TimeProvider _time = time;
    int? _version;
    DateTimeOffset _next;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        Task.FromResult<DateTimeOffset?>(_version == organization.Now.Version ? _next : DateTimeOffset.MinValue);

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var (version, file) = organization.Now;
        var now = _time.GetUtcNow();
        foreach (var gap in CoverageGap.In(file, new OpenSpan(now, now + Ahead)))
        {
            if (!await database.ReadAsync(db => IsToldAsync(db, gap, cancellation)))
                await database.WriteAsync(db => TellAsync(db, gap, file, now, cancellation), cancellation);
        }
        (_version, _next) = (version, now + Interval);
        return false;
    }

    static async Task TellAsync(EscalationDb db, CoverageGap gap, OrganizationFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        // One after the other: what one replica has raised the next one sees.
        await db.LockAssignmentsAsync(cancellation);
        if (!await IsToldAsync(db, gap, cancellation))
            db.Raise(file, AlertKinds.CoverageWarning, now, gap.Text, topic: gap.Topic.Name);
    }

    static Task<bool> IsToldAsync(EscalationDb db, CoverageGap gap, CancellationToken cancellation)
    {
        var earliest = gap.From - Ahead;
        return db.Alerts.AnyAsync(a => a.At >= earliest && a.Kind == AlertKinds.CoverageWarning && a.Topic == gap.Topic.Name && a.Text.StartsWith(gap.Key), cancellation);
    }
}
