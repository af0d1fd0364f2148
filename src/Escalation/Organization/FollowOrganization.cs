using Escalation.Connectors;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Organization;

/// <summary>Brings the stored organization into this process: once before it serves anything, then whenever another replica or the command line applied a new one.</summary>
public sealed class FollowOrganization(
    Database database, CurrentOrganization organization, IEnumerable<IConnectorFactory> networks, TimeProvider time, ILogger<FollowOrganization> log) : BackgroundService
{
    const int MostTold = 10;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly TellSeldom _failures = new(time);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        var now = organization.Now;
        var known = now.Unreadable ?? now.Version;
        int? unreadable = null;
        // A process that starts has none yet and takes the newest that it can read.
        for (var before = int.MaxValue; await NextAsync(before, cancellation) is { } version && version.Number > known; before = version.Number)
        {
            var read = OrganizationReader.Read(version.Json, [.. networks]);
            if (read.Value is { } file)
            {
                organization.Set(new Applied(version.Number, file) { Unreadable = unreadable });
                return;
            }
            unreadable ??= version.Number;
            log.LogError("Version {Version} of the organization cannot be read by this program, which goes on with an earlier one; update it. {Faults}",
                version.Number, string.Join("; ", read.Faults.Take(MostTold)));
            organization.CannotRead(unreadable.Value);
            if (now.Version > 0)
                return;
        }
    }

    Task<OrganizationVersion?> NextAsync(int before, CancellationToken cancellation) => database.ReadAsync(db =>
        db.Organizations.Where(o => o.Number < before).OrderByDescending(o => o.Number).FirstOrDefaultAsync(cancellation));

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await LoadAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                _failures.Tell(log, e, $"Looking for a new organization failed, retry in {Interval}");
            }
        }
    }
}
