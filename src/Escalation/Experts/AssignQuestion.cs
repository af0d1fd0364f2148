using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>Gives the question to an expert of its topic; where nobody is free it stays in the topic's waiting line, of which one alert tells.</summary>
public sealed class AssignQuestion(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IStep
{
    const string Unassigned = "unassigned", Uncovered = "uncovered";
    const int MostTold = 50;

    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var assignments = new Assignments(db, organization.Now, now);
        var ranking = await assignments.FindAsync(conversation, conversation.PassedOver, cancellation);
        if (ranking.Best is { } best)
        {
            await assignments.GiveAsync(conversation, best.Name, by: null, cancellation, best.Reason);
            return;
        }

        // Tried again and still nobody: it goes on waiting, without a word.
        if (conversation.State == ConversationState.Waiting && await IsToldAsync(conversation, cancellation))
            return;
        conversation.State = ConversationState.Waiting;
        db.Record(conversation.Id, now, Unassigned, null,
            ("topic", conversation.Topic), ("excluded", ranking.Excluded.Take(MostTold).Select(e => new { expert = e.Name, reason = e.Reason }).ToList()));
        db.Record(conversation.Id, now, Uncovered, null, ("topic", conversation.Topic));
        db.CountRouting(conversation.Topic, Unassigned);
        // Others of the kind tell of one question.
        var text = $"Nobody is free to answer questions about {conversation.Topic}.";
        if (!await IsAlertedAsync(conversation, text, cancellation))
            db.Raise(organization.Now.File, AlertKinds.Uncovered, now, text, conversation);
    }

    /// <summary>
    /// Whether people were told of this stretch of time in which nobody is there (the SLA rules, section 10): it lasts as
    /// long as questions wait that were waiting when they were told. An alert of an earlier stretch counts for nothing.
    /// </summary>
    async Task<bool> IsAlertedAsync(Conversation conversation, string text, CancellationToken cancellation)
    {
        var alertedAt = await db.Alerts.Where(a => a.Kind == AlertKinds.Uncovered && a.Topic == conversation.Topic && a.Text == text)
            .OrderByDescending(a => a.At).Select(a => (DateTimeOffset?)a.At).FirstOrDefaultAsync(cancellation);
        return alertedAt is { } at && await db.Conversations
            .Where(c => c.State == ConversationState.Waiting && c.Topic == conversation.Topic && c.Id != conversation.Id)
            .AnyAsync(c => db.Timeline.Where(e => e.ConversationId == c.Id && e.Event == Unassigned).Max(e => (DateTimeOffset?)e.At) <= at, cancellation);
    }

    /// <summary>Since it was last with somebody.</summary>
    async Task<bool> IsToldAsync(Conversation conversation, CancellationToken cancellation)
    {
        var last = await db.Timeline.Where(e => e.ConversationId == conversation.Id && (e.Event == Unassigned || e.Event == "assigned" || e.Event == "forwarded" || e.Event == "reopened"))
            .OrderByDescending(e => e.Id).Select(e => e.Event).FirstOrDefaultAsync(cancellation);
        return last == Unassigned;
    }
}
