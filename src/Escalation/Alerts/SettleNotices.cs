using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Alerts;

/// <summary>Writes down what became of a message, each time in one commit with all that follows from it.</summary>
public sealed class SettleNotices(Database database, CurrentOrganization organization, TimeProvider time, ILogger<SettleNotices> log)
{
    static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    static readonly TimeSpan TellAfter = TimeSpan.FromMinutes(5);
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromMinutes(10);

    public Task SentAsync(Outlet tried) => SettleAsync(tried, async (db, outlet, channel, now) =>
    {
        await EndAsync(db, outlet, NoticeState.Sent, now, null);
        outlet.LastSentAt = now;
        foreach (var works in (Outlet[])[outlet, channel])
            (works.FailingSince, works.AlertedAt, works.Problem) = (null, null, null);
        db.CountMessage(outlet.Channel, "sent");
    });

    /// <summary>Nothing was tried: who takes it next may do so at once.</summary>
    public Task ReleaseAsync(Outlet tried) => SettleAsync(tried, (_, _, _, _) => Task.CompletedTask);

    /// <summary>It will never be taken. The notices stay with the reason; a person must look.</summary>
    public Task DropAsync(Outlet tried, string reason) => SettleAsync(tried, (db, outlet, _, now) => DropAsync(db, outlet, outlet, now, reason));

    /// <param name="after">The other end's own wish; null: as long as suits the number of tries.</param>
    public Task PutOffAsync(Outlet tried, string problem, TimeSpan? after) => SettleAsync(tried, async (db, outlet, channel, now) =>
    {
        if (now - outlet.MessageAt >= GiveUpAfter)
        {
            await DropAsync(db, outlet, channel, now, $"Not sent within a day. Last problem: {problem}");
            return;
        }
        outlet.NextAt = now + (after ?? Wait(outlet.Attempts));
        outlet.Problem = problem;
        outlet.FailingSince ??= now;
        db.CountMessage(outlet.Channel, "putOff");

        // A server that is away is one failure, however many mailboxes wait for it.
        channel.FailingSince ??= now;
        if (now - channel.FailingSince >= TellAfter)
            Tell(db, channel, now, problem);
    });

    /// <summary>The channel is not in the organization any more, as far as this process knows.</summary>
    public Task RemoveAsync(Outlet tried, int version) => SettleAsync(tried, async (db, outlet, _, now) =>
    {
        // Another replica may have applied a new organization, with this channel in it, a moment ago.
        if (await db.Organizations.AnyAsync(o => o.Number > version))
        {
            outlet.NextAt = now + FirstWait;
            return;
        }
        await EndAsync(db, outlet, NoticeState.Dropped, now, $"The alert channel {outlet.Channel} is not there any more.");
        db.CountMessage(outlet.Channel, "dropped");
    });

    /// <param name="failing">What people are told to look at: one reader, or the channel.</param>
    async Task DropAsync(EscalationDb db, Outlet outlet, Outlet failing, DateTimeOffset now, string reason)
    {
        await EndAsync(db, outlet, NoticeState.Dropped, now, reason);
        outlet.Problem = reason;
        outlet.FailingSince ??= now;
        Tell(db, failing, now, reason);
        db.CountMessage(outlet.Channel, "dropped");
    }

    /// <summary>Once an outage, not once a message: until something is sent again.</summary>
    void Tell(EscalationDb db, Outlet failing, DateTimeOffset now, string problem)
    {
        if (failing.AlertedAt is not null)
            return;
        failing.AlertedAt = now;
        db.Raise(organization.Now.File, AlertKinds.AlertFailed, now, $"The alert channel {failing.Channel} fails: {problem}", notBy: failing.Channel);
    }

    static async Task EndAsync(EscalationDb db, Outlet outlet, string state, DateTimeOffset now, string? problem)
    {
        DateTimeOffset? sentAt = state == NoticeState.Sent ? now : null;
        await db.Notices.Where(n => n.State == NoticeState.Waiting && n.Channel == outlet.Channel && n.Reader == outlet.Reader && n.Message == outlet.Message)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.State, state).SetProperty(n => n.SentAt, sentAt).SetProperty(n => n.Problem, problem));
        (outlet.Message, outlet.MessageAt, outlet.Attempts) = (null, null, 0);
        // It looks then whether anything gathered meanwhile.
        outlet.NextAt = outlet.QuietUntil = now + SendNotices.Interval;
    }

    Task SettleAsync(Outlet tried, Func<EscalationDb, Outlet, Outlet, DateTimeOffset, Task> settle) => database.WriteAsync(async db =>
    {
        var rows = await db.Take<Outlet>($"SELECT * FROM outlets WHERE channel = {tried.Channel} AND reader = {tried.Reader}").ToListAsync();
        // Another took the message over; what becomes of it is for that one to write.
        if (rows.Count == 0 || rows[0].Claim != tried.Claim)
        {
            log.LogWarning("A message of the alert channel {Channel} was taken over meanwhile; what became of this try is not written down", tried.Channel);
            return;
        }
        var outlet = rows[0];
        outlet.LeasedUntil = null;
        outlet.Claim = null;
        var channel = tried.Reader == "" ? outlet : await db.Outlets.FindAsync(tried.Channel, "") ?? db.Outlets.Add(new Outlet { Channel = tried.Channel }).Entity;
        await settle(db, outlet, channel, time.GetUtcNow());
    });

    static TimeSpan Wait(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts, 10) - 1);
        return wait < LongestWait ? wait : LongestWait;
    }
}
