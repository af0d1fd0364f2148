using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Telemetry;

namespace Escalation.Experts;

/// <summary>Finding and giving: what everything that assigns a question does. Serialised until the commit, so that no capacity is given away twice.</summary>
public sealed class Assignments(EscalationDb db, Applied organization, DateTimeOffset now)
{
    bool _isLocked;

    /// <param name="without">Who is left out.</param>
    public async Task<Ranking> FindAsync(Conversation conversation, IReadOnlyCollection<string> without, CancellationToken cancellation)
    {
        organization.MustKnow(conversation.OrganizationVersion);
        // What nobody else's choice can change is read before the others have to wait.
        var need = await FindNeed.OfAsync(db, organization.File, conversation, without, now, cancellation);
        await LockAsync(cancellation);
        return ChooseExpert.For(need, await db.LoadsAsync(organization.File, organization.File.WhoMayTake(need.Topic, need.Suggested, now), cancellation));
    }

    /// <summary>Gives the conversation to the expert; the expert's clock starts, the asker's does not move.</summary>
    /// <param name="reason">Why this expert, where one was chosen.</param>
    public async Task GiveAsync(Conversation conversation, string expert, string? by, CancellationToken cancellation, string? reason = null)
    {
        // In one order for all who give: rows of two who wait for each other would be a deadlock.
        await LockAsync(cancellation);
        var mayBeFirst = conversation is { Expert: null, PassedOver: [] };
        conversation.Expert = expert;
        conversation.AssignedAt = now;
        conversation.State = ConversationState.Assigned;
        if (await db.ExpertTurns.FindAsync([expert], cancellation) is { } turn)
            turn.LastAssignedAt = now;
        else
            db.ExpertTurns.Add(new ExpertTurn { Name = expert, LastAssignedAt = now });
        db.Record(conversation.Id, now, "assigned", by, ("expert", expert), ("why", reason));
        if (by != expert)
            db.Notify(organization.File, NoticeEvents.Assigned, now, $"A question about {conversation.Topic ?? "something"} on {conversation.Channel} is yours.", conversation, [expert]);

        if (mayBeFirst)
            db.TimeFirstAssignment(now - conversation.CreatedAt);
        db.CountRouting(conversation.Topic, "assigned");
        await KeepPromises.KeepAcceptanceAsync(db, conversation, organization, now, cancellation);
        // Several may be given in one transaction, and each counts what was given before.
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Takes it from who holds it and can answer it no more; somebody else is looked for.</summary>
    public async Task HandBackAsync(Conversation conversation, CancellationToken cancellation)
    {
        // Before the line is called for the place that this frees.
        if (conversation.Topic is not null)
            db.Publish(new QuestionDeclined(conversation.Id));
        await TakeBackAsync(conversation, cancellation);
        conversation.State = conversation.Topic is null ? ConversationState.Triage : ConversationState.Waiting;
        if (conversation.Topic is null)
            db.Record(conversation.Id, now, "triage");
    }

    /// <summary>
    /// Takes it from who holds it; they are left out of the next choice, unless they are absent or have left and may be back
    /// by then: that is not declining (the SLA rules, section 10).
    /// </summary>
    public async Task TakeBackAsync(Conversation conversation, CancellationToken cancellation)
    {
        if (conversation.Expert is not { } expert)
            return;
        if (!conversation.PassedOver.Contains(expert) && organization.File.Person(expert) is { MayAnswer: true } there && there.AbsenceAt(now) is null)
            conversation.PassedOver = [.. conversation.PassedOver, expert];
        conversation.Expert = null;
        conversation.AssignedAt = null;
        await KeepPromises.KeepAcceptanceAsync(db, conversation, organization, now, cancellation);
        db.Publish(new ExpertsFreed());
    }

    /// <summary>It lasts until the commit, so it is asked for once.</summary>
    async Task LockAsync(CancellationToken cancellation)
    {
        if (!_isLocked)
            await db.LockAssignmentsAsync(cancellation);
        _isLocked = true;
    }
}
