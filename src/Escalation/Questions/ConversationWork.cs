using Escalation.Access;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>What everything that a person does to a conversation begins with: find it, see that the person may see it, all in one transaction.</summary>
public sealed class ConversationWork(Database database)
{
    /// <param name="others">Further ones that it is about: all are locked, in the order of their ids (decision 0016).</param>
    public Task<Outcome> DoAsync(Guid id, Actor actor, Func<EscalationDb, Conversation, Task<Outcome>> work, CancellationToken cancellation, params Guid[] others) =>
        database.CommandAsync(actor, async db =>
        {
            if (others.Length > 0)
                await db.LockAllAsync<Conversation>([id, .. others], cancellation);
            // Not found and not to be seen look the same, so that ids tell nothing.
            if (await db.LockAsync<Conversation>(id, cancellation) is not { } conversation || !actor.MaySee(conversation))
                return new Outcome.NotFound();
            return await work(db, conversation);
        }, cancellation);
}
