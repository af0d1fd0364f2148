using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Alerts;

public static class RaiseAlert
{
    /// <summary>Writes the alert in the commit of what it tells of.</summary>
    public static void Raise(this EscalationDb db, string kind, DateTimeOffset at, string text, Conversation? conversation = null)
    {
        var alert = new Alert { Id = Ids.New(at), Kind = kind, ConversationId = conversation?.Id, Topic = conversation?.Topic, At = at, Text = text };
        db.Alerts.Add(alert);
        db.Record(conversation?.Id, at, "alert", null, ("alert", alert.Id), ("kind", kind));
    }
}
