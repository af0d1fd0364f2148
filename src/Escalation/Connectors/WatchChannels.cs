using Escalation.Organization;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Connectors;

/// <summary>Writes down which channels cannot even be connected, so that people are told of these like of polls that fail (<see cref="ChannelHealth"/>).</summary>
public sealed class WatchChannels(Database database, ConnectorRegistry connectors, CurrentOrganization organization, TimeProvider time, ILogger<WatchChannels> log)
    : Periodic(TimeSpan.FromMinutes(1), time, log)
{
    readonly TimeProvider _time = time;
    readonly HashSet<string> _told = [];

    protected override Task DoAsync(CancellationToken cancellation) => LookAsync(cancellation);

    /// <summary>What is done every minute.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var problems = connectors.Problems;
        var gone = _told.Where(name => !problems.ContainsKey(name)).ToList();
        if (problems.Count == 0 && gone.Count == 0)
            return;
        await database.WriteAsync(async db =>
        {
            var now = _time.GetUtcNow();
            var cursors = await db.ChannelCursors.Where(c => problems.Keys.Contains(c.Channel) || gone.Contains(c.Channel)).ToDictionaryAsync(c => c.Channel, cancellation);
            foreach (var (name, problem) in problems)
                (cursors.GetValueOrDefault(name) ?? db.ChannelCursors.Add(new ChannelCursor { Channel = name }).Entity).Failed(db, organization.Now.File, problem, now);
            // One that is polled says itself when it works again.
            foreach (var name in gone.Where(name => connectors.Find(name)?.Connector is not IPollingConnector))
                cursors.GetValueOrDefault(name)?.Succeeded(now);
        }, cancellation);
        _told.Clear();
        _told.UnionWith(problems.Keys);
    }
}
