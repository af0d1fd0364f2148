using Escalation.Access;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Questions;

/// <summary>Puts a conversation on hold, at most until a moment, and takes it off again. Promises that a hold pauses stand still meanwhile.</summary>
public sealed class HoldConversation(ConversationWork work, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HoldAsync(Guid id, Actor actor, DateTimeOffset? until, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        var now = time.GetUtcNow();
        if (Refusal(actor, conversation) is { } refusal)
            return refusal;
        if (until <= now)
            return new Outcome.Invalid("until", "must be in the future");
        if (!conversation.OnHold)
            conversation.Interruptions = [.. conversation.Interruptions, new Interruption(InterruptionKind.Hold, now)];
        conversation.OnHold = true;
        conversation.HoldUntil = until;
        db.Record(id, now, "held", actor.Name, ("until", until));
        await KeepPromises.KeepAsync(db, conversation, organization.Now, now, cancellation);
        return Outcome.Ok;
    }, cancellation);

    public Task<Outcome> ResumeAsync(Guid id, Actor actor, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (Refusal(actor, conversation) is { } refusal)
            return refusal;
        if (conversation.OnHold)
            await ResumeAsync(db, conversation, organization.Now, time.GetUtcNow(), time.GetUtcNow(), actor.Name, cancellation);
        return Outcome.Ok;
    }, cancellation);

    internal static async Task ResumeAsync(
        EscalationDb db, Conversation conversation, Applied organization, DateTimeOffset at, DateTimeOffset now, string? by, CancellationToken cancellation)
    {
        End(conversation, at);
        db.Record(conversation.Id, at, "resumed", by);
        await KeepPromises.KeepAsync(db, conversation, organization, now, cancellation);
    }

    internal static void End(Conversation conversation, DateTimeOffset at)
    {
        conversation.OnHold = false;
        conversation.HoldUntil = null;
        conversation.Interruptions = conversation.Interruptions.ConvertAll(i => i is { Kind: InterruptionKind.Hold, To: null } ? i with { To = at } : i);
    }

    static Outcome? Refusal(Actor actor, Conversation conversation) =>
        !actor.MayWorkOn(conversation) ? new Outcome.Forbidden("Only experts of the topic and managers hold a conversation.")
        : !conversation.IsOpen ? new Outcome.Conflict("The conversation is closed.")
        : null;
}

/// <summary>Ends the holds whose time is up: at that time, however late the look.</summary>
public sealed class EndHolds(Database database, CurrentOrganization organization, TimeProvider time, ILogger<EndHolds> log) : NextDueSweeper(time, log)
{
    const int Batch = 50;

    readonly TimeProvider _time = time;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        database.ReadAsync(db => db.Conversations.Where(c => c.HoldUntil != null && c.OrganizationVersion <= organization.Now.Latest).MinAsync(c => c.HoldUntil, cancellation));

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        if (await NextDueAsync(cancellation) is not { } due || due > through)
            return false;
        return await database.WriteAsync(async db =>
        {
            var held = await db.Claim<Conversation>(
                $"SELECT * FROM conversations WHERE hold_until <= {through.UtcTicks} AND organization_version <= {organization.Now.Latest} ORDER BY hold_until LIMIT {Batch}").ToListAsync(cancellation);
            foreach (var conversation in held)
                await HoldConversation.ResumeAsync(db, conversation, organization.Now, conversation.HoldUntil!.Value, _time.GetUtcNow(), null, cancellation);
            return held.Count == Batch;
        }, cancellation);
    }
}
