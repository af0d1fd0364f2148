using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>The expert says "mine". Whoever may answer it may also take it over from another or from the waiting line.</summary>
public sealed class AcceptQuestion(ConversationWork work, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (!actor.MayWorkOn(conversation))
            return new Outcome.Forbidden("Only experts of the topic and managers accept a question.");
        if (actor.Person is null)
            return new Outcome.Invalid("by", "is required: this key belongs to no person");
        if (!conversation.IsOpen)
            return new Outcome.Conflict("The conversation is closed.");
        if (conversation.State == ConversationState.Accepted && conversation.Expert == actor.Name)
            return Outcome.Ok;
        await TakeAsync(db, conversation, actor, cancellation);
        return Outcome.Ok;
    }, cancellation);

    /// <summary>Makes the actor the one who holds and has accepted it.</summary>
    public async Task TakeAsync(EscalationDb db, Conversation conversation, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var assignments = new Assignments(db, organization.Now, now);
        if (!conversation.IsHeld || conversation.Expert != actor.Name)
        {
            if (conversation.IsHeld)
                await assignments.TakeBackAsync(conversation, cancellation);
            await assignments.GiveAsync(conversation, actor.Name, actor.Name, cancellation);
            if (actor.Person?.AbsenceAt(now) is not null)
                db.Record(conversation.Id, now, HandBackAbsent.Insisted, actor.Name, ("expert", actor.Name));
        }
        conversation.State = ConversationState.Accepted;
        db.Record(conversation.Id, now, "accepted", actor.Name);
        await KeepPromises.KeepAcceptanceAsync(db, conversation, organization.Now, now, cancellation);
    }
}
