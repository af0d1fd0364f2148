using Escalation.Access;
using Escalation.Storage;

namespace Escalation.Questions;

public sealed class ChangePriority(ConversationWork work, TimeProvider time)
{
    public static readonly IReadOnlyList<string> Priorities = ["low", "normal", "high", "urgent"];

    public Task<Outcome> HandleAsync(Guid id, Actor actor, string to, CancellationToken cancellation) => work.DoAsync(id, actor, (db, conversation) =>
    {
        if (!actor.Manages)
            return Task.FromResult<Outcome>(new Outcome.Forbidden("Only managers change the priority."));
        conversation.Priority = to;
        db.Record(id, time.GetUtcNow(), "priority", actor.Name, ("to", to));
        return Task.FromResult(Outcome.Ok);
    }, cancellation);
}
