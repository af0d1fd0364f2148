using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>
/// The expert did not accept in time: somebody else gets the question, leaving out who held it before. If that leaves
/// nobody, the holder keeps it and an alert is raised (the SLA rules, sections 8 and 9).
/// </summary>
public sealed class PassOn(EscalationDb db, Assignments assignments, CurrentOrganization organization, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        // The message may tell of an earlier assignment's clock; the clock of this one then still runs.
        var promises = await Promises.LoadAsync(db, conversation, cancellation);
        if (conversation.Expert is not { } holder || promises.Open(Targets.Acceptance) is not null)
            return;

        if (await assignments.FindAsync(conversation, [.. conversation.PassedOver, holder], cancellation) is { } next)
        {
            await assignments.TakeBackAsync(conversation, cancellation);
            await assignments.GiveAsync(conversation, next.Name, by: null, cancellation);
        }
        else
        {
            db.Raise(organization.Now.File, AlertKinds.Uncovered, time.GetUtcNow(), $"{holder} has not accepted a question about {conversation.Topic}, and nobody else is free.", conversation);
        }
    }
}
