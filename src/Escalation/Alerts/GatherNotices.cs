using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Alerts;

/// <summary>Turns notices into messages. However many wait at an outlet, they are one update and one message.</summary>
public sealed class GatherNotices(Database database, TimeProvider time)
{
    /// <summary>More than these at one look are a burst: its end is waited for, so that it is one message.</summary>
    const int Few = 10;
    static readonly TimeSpan BurstIsOver = TimeSpan.FromSeconds(1), LongestBurst = TimeSpan.FromSeconds(10);

    /// <summary>Tells the outlets of notices that came since the last look.</summary>
    public async Task LineUpAsync(CancellationToken cancellation)
    {
        var outlets = await database.ReadAsync(db => db.Notices.Where(n => n.State == NoticeState.New).Select(n => new { n.Channel, n.Reader }).Distinct().ToListAsync(cancellation));
        foreach (var outlet in outlets)
            await database.WriteAsync(db => LineUpAsync(db, outlet.Channel, outlet.Reader, cancellation), cancellation);
    }

    async Task LineUpAsync(EscalationDb db, string channel, string reader, CancellationToken cancellation)
    {
        var rows = await db.Claim<Outlet>($"SELECT * FROM outlets WHERE channel = {channel} AND reader = {reader}").ToListAsync(cancellation);
        // It is there and somebody else has it: at the next look.
        if (rows.Count == 0 && await db.Outlets.AnyAsync(o => o.Channel == channel && o.Reader == reader, cancellation))
            return;
        var outlet = rows.Count > 0 ? rows[0] : db.Outlets.Add(new Outlet { Channel = channel, Reader = reader }).Entity;
        var now = time.GetUtcNow();
        var came = await db.Notices.Where(n => n.State == NoticeState.New && n.Channel == channel && n.Reader == reader)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.State, NoticeState.Waiting), cancellation);
        var at = came > Few && outlet.Message is null ? await UntilTheBurstIsOverAsync(db, outlet, now, cancellation) : outlet.NextAt ?? now;
        outlet.NextAt = outlet.QuietUntil > at ? outlet.QuietUntil : at;
    }

    static async Task<DateTimeOffset> UntilTheBurstIsOverAsync(EscalationDb db, Outlet outlet, DateTimeOffset now, CancellationToken cancellation)
    {
        var oldest = await db.Notices.Where(n => n.State == NoticeState.Waiting && n.Channel == outlet.Channel && n.Reader == outlet.Reader && n.Message == null)
            .MinAsync(n => (DateTimeOffset?)n.At, cancellation) ?? now;
        return now + BurstIsOver < oldest + LongestBurst ? now + BurstIsOver : oldest + LongestBurst;
    }

    /// <summary>An outlet whose message is to be tried now, for this process alone until the lease is up; null if there is none.</summary>
    /// <param name="full">Channels of which none is to be taken.</param>
    public async Task<Outlet?> ClaimAsync(TimeSpan lease, IReadOnlyCollection<string> full, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!await database.ReadAsync(db => db.Outlets.AnyAsync(o => o.NextAt <= now && !full.Contains(o.Channel) && (o.LeasedUntil == null || o.LeasedUntil < now), cancellation)))
            return null;
        return await database.WriteAsync(async db =>
        {
            FormattableString due = $"""
                SELECT * FROM outlets WHERE next_at <= {now.UtcTicks} AND (leased_until IS NULL OR leased_until < {now.UtcTicks}) /*EXCEPT*/
                ORDER BY next_at LIMIT 1
                """;
            var rows = await db.Claim<Outlet>(due.Except("channel", full)).ToListAsync(cancellation);
            if (rows.Count == 0)
                return null;
            var outlet = rows[0];
            if (outlet.Message is null && !await BeginAsync(db, outlet, now, cancellation))
            {
                outlet.NextAt = null;
                return null;
            }
            outlet.Attempts++;
            (outlet.Claim, outlet.LeasedUntil) = (Guid.NewGuid(), now + lease);
            return outlet;
        }, cancellation);
    }

    static async Task<bool> BeginAsync(EscalationDb db, Outlet outlet, DateTimeOffset now, CancellationToken cancellation)
    {
        var message = Ids.New(now);
        var carried = await db.Notices.Where(n => n.State == NoticeState.Waiting && n.Channel == outlet.Channel && n.Reader == outlet.Reader)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.Message, message), cancellation);
        if (carried == 0)
            return false;
        (outlet.Message, outlet.MessageAt, outlet.Attempts) = (message, now, 0);
        return true;
    }

    /// <summary>The message under way. What it says does not change from try to try.</summary>
    public Task<AlertMessage> ReadAsync(Outlet outlet, OrganizationFile file, CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        var carried = db.Notices.Where(n => n.State == NoticeState.Waiting && n.Channel == outlet.Channel && n.Reader == outlet.Reader && n.Message == outlet.Message);
        var counts = await carried.GroupBy(n => n.Event).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var first = await carried.OrderBy(n => n.At).ThenBy(n => n.Id).Take(AlertMessage.Listed).ToListAsync(cancellation);
        return new AlertMessage(outlet.Message!.Value, outlet.Channel, outlet.Reader, file.Person(outlet.Reader), outlet.MessageAt!.Value, first, counts);
    });
}
