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
public sealed class PassOn(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        // The message may tell of an earlier assignment's clock; only the clock of this one counts.
        var promises = await Promises.LoadAsync(db, organization.Now.File, conversation, cancellation);
        if (promises.Rows.Any(row => row is { Target: Targets.Acceptance, State: DeadlineState.Breached } && row.Expert == conversation.Expert && row.StartedAt == conversation.AssignedAt))
            await ToAnotherAsync(db, organization.Now, conversation, time.GetUtcNow(), cancellation);
    }

    public static async Task ToAnotherAsync(EscalationDb db, Applied organization, Conversation conversation, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!conversation.IsHeld || conversation.Expert is not { } holder)
            return;
        var assignments = new Assignments(db, organization, now);
        if ((await assignments.FindAsync(conversation, [.. conversation.PassedOver, holder], cancellation)).Best is { } next)
        {
            await assignments.TakeBackAsync(conversation, cancellation);
            await assignments.GiveAsync(conversation, next.Name, by: null, cancellation, next.Reason);
        }
        else
        {
            db.Record(conversation.Id, now, "uncovered", null, ("topic", conversation.Topic));
            db.Raise(organization.File, AlertKinds.Uncovered, now, $"{holder} keeps a question about {conversation.Topic} that should pass to another: nobody else is free.", conversation);
        }
    }
}
