using Escalation.Connectors;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Organization;

/// <summary>Brings the stored organization into this process: once before it serves anything, then whenever another replica or the command line applied a new one.</summary>
public sealed class FollowOrganization(
    Database database, CurrentOrganization organization, IEnumerable<IConnectorFactory> networks, TimeProvider time, ILogger<FollowOrganization> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        var known = organization.Now.Version;
        var latest = await database.ReadAsync(db => db.Organizations.Where(o => o.Number > known).OrderByDescending(o => o.Number).FirstOrDefaultAsync(cancellation));
        if (latest is null)
            return;
        var read = OrganizationReader.Read(latest.Json, [.. networks]);
        if (read.Value is { } file)
            organization.Set(new Applied(latest.Number, file));
        else
            log.LogError("The stored organization {Version} cannot be read by this program: {Faults}", latest.Number, string.Join("; ", read.Faults));
    }

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
                log.LogWarning(e, "Looking for a new organization failed");
            }
        }
    }
}
