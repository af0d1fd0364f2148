using Escalation.Access;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Questions;

/// <summary>Puts a conversation on hold, at most until a moment, and takes it off again.</summary>
public sealed class HoldConversation(ConversationWork work, TimeProvider time)
{
    public Task<Outcome> HoldAsync(Guid id, Actor actor, DateTimeOffset? until, CancellationToken cancellation) => work.DoAsync(id, actor, (db, conversation) =>
    {
        var now = time.GetUtcNow();
        if (Refusal(actor, conversation) is { } refusal)
            return Task.FromResult(refusal);
        if (until <= now)
            return Task.FromResult<Outcome>(new Outcome.Invalid("until", "must be in the future"));
        conversation.OnHold = true;
        conversation.HoldUntil = until;
        db.Record(id, now, "held", actor.Name, ("until", until));
        return Task.FromResult(Outcome.Ok);
    }, cancellation);

    public Task<Outcome> ResumeAsync(Guid id, Actor actor, CancellationToken cancellation) => work.DoAsync(id, actor, (db, conversation) =>
    {
        if (Refusal(actor, conversation) is { } refusal)
            return Task.FromResult(refusal);
        if (conversation.OnHold)
            Resume(db, conversation, time.GetUtcNow(), actor.Name);
        return Task.FromResult(Outcome.Ok);
    }, cancellation);

    internal static void Resume(EscalationDb db, Conversation conversation, DateTimeOffset at, string? by)
    {
        conversation.OnHold = false;
        conversation.HoldUntil = null;
        db.Record(conversation.Id, at, "resumed", by);
    }

    static Outcome? Refusal(Actor actor, Conversation conversation) =>
        !actor.MayWorkOn(conversation) ? new Outcome.Forbidden("Only experts of the topic and managers hold a conversation.")
        : !conversation.IsOpen ? new Outcome.Conflict("The conversation is closed.")
        : null;
}

/// <summary>Ends the holds whose time is up.</summary>
public sealed class EndHolds(Database database, TimeProvider time, ILogger<EndHolds> log) : NextDueSweeper(time, log)
{
    const int Batch = 200;

    readonly TimeProvider _time = time;

    protected override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        database.ReadAsync(db => db.Conversations.Where(c => c.HoldUntil != null).MinAsync(c => c.HoldUntil, cancellation));

    protected override async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        if (await NextDueAsync(cancellation) is not { } due || due > _time.GetUtcNow())
            return false;
        return await database.WriteAsync(async db =>
        {
            var now = _time.GetUtcNow();
            var held = await db.Conversations.Where(c => c.HoldUntil <= now).OrderBy(c => c.HoldUntil).Take(Batch).ToListAsync(cancellation);
            held.ForEach(conversation => HoldConversation.Resume(db, conversation, conversation.HoldUntil!.Value, null));
            return held.Count == Batch;
        }, cancellation);
    }
}
