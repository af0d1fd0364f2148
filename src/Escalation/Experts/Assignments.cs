using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>Finding and giving: what everything that assigns a question does. Serialised until the commit, so that no capacity is given away twice.</summary>
public sealed class Assignments(EscalationDb db, Applied organization, DateTimeOffset now)
{
    public async Task<Person?> FindAsync(Conversation conversation, IReadOnlyCollection<string> without, CancellationToken cancellation)
    {
        await db.LockAssignmentsAsync(cancellation);
        var people = organization.File.People.Where(p => p.Knows(conversation.Topic)).ToDictionary(p => p.Name);
        var held = await db.Conversations
            .Where(c => c.Expert != null && people.Keys.Contains(c.Expert) && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted))
            .GroupBy(c => c.Expert!).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var turns = await db.ExpertTurns.AsNoTracking().Where(t => people.Keys.Contains(t.Name)).ToDictionaryAsync(t => t.Name, t => t.LastAssignedAt, cancellation);

        return ChooseExpert.For(
            new ExpertNeed(conversation.Topic, conversation.Language, without, now),
            people.Values.Select(p => new ExpertLoad(p, held.GetValueOrDefault(p.Name), turns.TryGetValue(p.Name, out var at) ? at : null)));
    }

    /// <summary>Gives the conversation to the expert; the expert's clock starts, the asker's does not move.</summary>
    public async Task GiveAsync(Conversation conversation, string expert, string? by, CancellationToken cancellation)
    {
        var mayBeFirst = conversation is { Expert: null, PassedOver: [] };
        conversation.Expert = expert;
        conversation.AssignedAt = now;
        conversation.State = ConversationState.Assigned;
        if (await db.ExpertTurns.FindAsync([expert], cancellation) is { } turn)
            turn.LastAssignedAt = now;
        else
            db.ExpertTurns.Add(new ExpertTurn { Name = expert, LastAssignedAt = now });
        db.Record(conversation.Id, now, "assigned", by, ("expert", expert));
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
        conversation.State = ConversationState.Waiting;
        await TakeBackAsync(conversation, cancellation);
        db.Publish(new QuestionDeclined(conversation.Id));
    }

    /// <summary>Takes it from who holds it; they are left out of the next choice, unless they are only absent and may be back by then.</summary>
    public async Task TakeBackAsync(Conversation conversation, CancellationToken cancellation)
    {
        if (conversation.Expert is not { } expert)
            return;
        if (!conversation.PassedOver.Contains(expert) && organization.File.Person(expert)?.AbsenceAt(now) is null)
            conversation.PassedOver = [.. conversation.PassedOver, expert];
        conversation.Expert = null;
        conversation.AssignedAt = null;
        await KeepPromises.KeepAcceptanceAsync(db, conversation, organization, now, cancellation);
        db.Publish(new ExpertsFreed(expert));
    }
}
