using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Alerts;

/// <param name="Waiting">Notices that were not sent yet.</param>
/// <param name="FailingSince">Null while it works. For mail: while it works for everybody.</param>
/// <param name="Problems">What the failing readers say, each sentence once.</param>
public sealed record AlertChannelStatus(
    string Name, string Kind, int Waiting, DateTimeOffset? LastSentAt, DateTimeOffset? FailingSince, IReadOnlyList<string> Problems);

public static class AlertChannels
{
    const int MostProblems = 20;

    /// <summary>How the alert channels of the organization do, in the order of the file.</summary>
    public static async Task<IReadOnlyList<AlertChannelStatus>> AlertChannelsAsync(this EscalationDb db, OrganizationFile file, CancellationToken cancellation)
    {
        // Before the notices, so that none is counted as waiting which is seen to be sent.
        var outlets = (await db.Outlets.ToListAsync(cancellation)).ToLookup(o => o.Channel);
        var waiting = await db.Notices.Where(n => n.State == NoticeState.New || n.State == NoticeState.Waiting)
            .GroupBy(n => n.Channel).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return [.. file.Alerts.Select(channel => new AlertChannelStatus(
            channel.Name, channel.Kind, waiting.GetValueOrDefault(channel.Name),
            outlets[channel.Name].Max(o => o.LastSentAt),
            outlets[channel.Name].Min(o => o.FailingSince),
            [.. outlets[channel.Name].Select(o => o.Problem).OfType<string>().Distinct().Order().Take(MostProblems)]))];
    }

    /// <summary>People whom an e-mail channel may come to have a mail for, and who have no address.</summary>
    public static IEnumerable<(string Channel, string Person)> WithoutAddress(OrganizationFile file) =>
        from channel in file.Alerts
        where channel.Kind == AlertSenders.Email
        from person in channel.To.SelectMany(to => Candidates(to, file)).Distinct()
        where file.Person(person)?.Email is null
        select (channel.Name, person);

    static IEnumerable<string> Candidates(string to, OrganizationFile file) => to switch
    {
        "assignee" => file.People.Where(p => !p.Topics.IsEmpty).Select(p => p.Name),
        "owner" => file.Topics.Select(t => t.Owner).OfType<string>(),
        _ => WriteNotices.People(to, file, null),
    };
}
