using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Alerts;

public static class WriteNotices
{
    /// <summary>
    /// Writes, in the commit of what it tells of, a notice for each alert channel that asks for the event and names
    /// somebody whom it concerns.
    /// </summary>
    /// <param name="people">Whom it concerns; null: everybody whom the channel names.</param>
    public static void Notify(
        this EscalationDb db, OrganizationFile file, string @event, DateTimeOffset at, string text, Conversation? conversation, IReadOnlyCollection<string>? people = null)
    {
        foreach (var channel in file.Alerts.Where(channel => channel.Events.Contains(@event)))
        {
            var named = channel.To.SelectMany(to => People(to, file, conversation)).Distinct();
            List<string> recipients = [.. people is null || channel.To.IsEmpty ? people ?? named : named.Intersect(people)];
            // A channel that names nobody is read by whoever is there; one that names others is not meant.
            if (recipients.Count == 0 && !channel.To.IsEmpty)
                continue;
            db.Notices.Add(new Notice
            {
                Id = Ids.New(at), Channel = channel.Name, Event = @event, ConversationId = conversation?.Id, To = recipients, Text = text, At = at, NextAttemptAt = at,
            });
        }
    }

    /// <summary>The people whom <c>assignee</c>, <c>owner</c>, <c>managers</c>, <c>ops</c> or a name stands for.</summary>
    public static IEnumerable<string> People(string who, OrganizationFile file, Conversation? conversation) => who switch
    {
        "assignee" => conversation is { IsHeld: true, Expert: { } expert } ? [expert] : [],
        "owner" => file.Topic(conversation?.Topic)?.Owner is { } owner ? [owner] : [],
        "managers" => WithRole(file, Role.Manager),
        "ops" => WithRole(file, Role.Ops),
        _ => [who],
    };

    static IEnumerable<string> WithRole(OrganizationFile file, Role role) => file.People.Where(p => p.Roles.Contains(role)).Select(p => p.Name);
}
