using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Alerts;

public static class WriteNotices
{
    /// <summary>
    /// Writes, in the commit of what it tells of, a notice for each alert channel that asks for the event and names
    /// somebody whom it concerns; by mail one for each of them, because each is sent, or fails, for itself.
    /// </summary>
    /// <param name="people">Whom it concerns; null: everybody whom the channel names.</param>
    /// <param name="notBy">An alert channel to leave out.</param>
    /// <param name="topic">Whose owner it concerns, where it is about no conversation.</param>
    public static void Notify(
        this EscalationDb db, OrganizationFile file, string @event, DateTimeOffset at, string text, Conversation? conversation,
        IReadOnlyCollection<string>? people = null, string? notBy = null, string? topic = null)
    {
        foreach (var channel in file.Alerts.Where(channel => channel.Events.Contains(@event) && channel.Name != notBy))
        {
            var named = channel.To.SelectMany(to => People(to, file, conversation, topic));
            List<string> recipients = [.. (people is null || channel.To.IsEmpty ? people ?? named : named.Intersect(people)).Distinct()];
            if (channel.Kind == AlertSenders.Email)
                recipients.ForEach(recipient => Write(recipient, [recipient]));
            // A channel that names nobody is read by whoever is there; one that names others is not meant.
            else if (recipients.Count > 0 || channel.To.IsEmpty)
                Write("", recipients);

            void Write(string reader, List<string> to) => db.Notices.Add(new Notice
            {
                Id = Ids.New(at), Channel = channel.Name, Reader = reader, Event = @event, ConversationId = conversation?.Id, To = to, Text = text, At = at,
            });
        }
    }

    /// <summary>The people whom <c>assignee</c>, <c>owner</c>, <c>managers</c>, <c>ops</c> or a name stands for.</summary>
    public static IEnumerable<string> People(string who, OrganizationFile file, Conversation? conversation, string? topic = null) => who switch
    {
        "assignee" => conversation is { IsHeld: true, Expert: { } expert } ? [expert] : [],
        "owner" => file.Topic(topic ?? conversation?.Topic)?.Owner is { } owner ? [owner] : [],
        "managers" => WithRole(file, Role.Manager),
        "ops" => WithRole(file, Role.Ops),
        _ => [who],
    };

    static IEnumerable<string> WithRole(OrganizationFile file, Role role) => file.People.Where(p => p.Roles.Contains(role)).Select(p => p.Name);
}
