using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Alerts;

/// <summary>A person has seen it. The first one counts.</summary>
public sealed class AcknowledgeAlert(Database database, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, CancellationToken cancellation) => database.CommandAsync(actor, async db =>
    {
        if (!actor.Is(Role.Ops, Role.Admin))
            return new Outcome.Forbidden("Only ops and administrators acknowledge alerts.");
        if (await db.Alerts.FindAsync([id], cancellation) is not { } alert)
            return new Outcome.NotFound();
        if (alert.AcknowledgedAt is null)
        {
            (alert.AcknowledgedAt, alert.AcknowledgedBy) = (time.GetUtcNow(), actor.Name);
            db.Record(alert.ConversationId, time.GetUtcNow(), "acknowledged", actor.Name, ("alert", alert.Id));
        }
        return Outcome.Ok;
    }, cancellation);
}
