using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Alerts;

public static class RaiseAlert
{
    /// <summary>Writes the alert, and the notices that carry it further, in the commit of what it tells of.</summary>
    /// <param name="kind">One of <see cref="AlertKinds"/>.</param>
    /// <param name="people">Whom it concerns; null: everybody whom an alert channel names.</param>
    /// <param name="notBy">An alert channel that must not carry it, because the alert is about itself.</param>
    /// <param name="topic">Which it is about, where it is about no conversation.</param>
    public static void Raise(
        this EscalationDb db, OrganizationFile file, string kind, DateTimeOffset at, string text, Conversation? conversation = null,
        IReadOnlyCollection<string>? people = null, string? notBy = null,
        string? topic = null)
    {
        var alert = new Alert { Id = Ids.New(at), Kind = kind, ConversationId = conversation?.Id, Topic = topic ?? conversation?.Topic, At = at, Text = text };
        db.Alerts.Add(alert);
        db.Record(conversation?.Id, at, "alert", null, ("alert", alert.Id), ("kind", kind));
        db.Notify(file, kind, at, text, conversation, people, notBy, topic);
    }
}
