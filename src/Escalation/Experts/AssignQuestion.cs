using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>Gives the question to an expert of its topic; where nobody is free it stays in the topic's waiting line, of which one alert tells.</summary>
public sealed class AssignQuestion(EscalationDb db, Assignments assignments, CurrentOrganization organization, TimeProvider time) : IStep
{
    const string Unassigned = "unassigned";

    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        if (await assignments.FindAsync(conversation, conversation.PassedOver, cancellation) is { } expert)
        {
            await assignments.GiveAsync(conversation, expert.Name, by: null, cancellation);
            return;
        }

        var lastEvent = await db.Timeline.Where(e => e.ConversationId == conversation.Id).OrderByDescending(e => e.Id).Select(e => e.Event).FirstOrDefaultAsync(cancellation);
        if (lastEvent != Unassigned)
        {
            db.Record(conversation.Id, time.GetUtcNow(), Unassigned, null, ("topic", conversation.Topic));
            db.CountRouting(conversation.Topic, Unassigned);
        }

        var isToldAlready = await db.Alerts.AnyAsync(
            a => a.Kind == AlertKinds.Uncovered && a.Topic == conversation.Topic && a.AcknowledgedAt == null, cancellation);
        if (!isToldAlready)
            db.Raise(organization.Now.File, AlertKinds.Uncovered, time.GetUtcNow(), $"Nobody is free to answer questions about {conversation.Topic}.", conversation);
    }
}
