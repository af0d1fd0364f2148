using Escalation.Access;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>Another priority may be another policy, so other promises.</summary>
public sealed class ChangePriority(ConversationWork work, CurrentOrganization organization, TimeProvider time)
{
    public static readonly IReadOnlyList<string> Priorities = ["low", "normal", "high", "urgent"];

    /// <summary>The next higher one; null: there is none.</summary>
    public static string? Next(string priority) => Priorities.SkipWhile(p => p != priority).Skip(1).FirstOrDefault();

    public Task<Outcome> HandleAsync(Guid id, Actor actor, string to, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (!actor.Manages)
            return new Outcome.Forbidden("Only managers change the priority.");
        if (conversation.Priority == to)
            return Outcome.Ok;
        conversation.Priority = to;
        db.Record(id, time.GetUtcNow(), "priority", actor.Name, ("to", to));
        await KeepPromises.KeepAsync(db, conversation, organization.Now, time.GetUtcNow(), cancellation);
        return Outcome.Ok;
    }, cancellation);
}
