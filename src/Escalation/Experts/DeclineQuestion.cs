using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Experts;

/// <summary>"Not mine": somebody else is asked, and who declined is left out. A suggested topic or colleague is kept for the managers.</summary>
public sealed class DeclineQuestion(ConversationWork work, Teach teach, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, string reason, string? suggest, CancellationToken cancellation) =>
        work.DoAsync(id, actor, async (db, conversation) =>
        {
            if (!actor.MayWorkOn(conversation))
                return new Outcome.Forbidden("Only experts of the topic and managers decline a question.");
            if (!conversation.IsHeld || conversation.Expert != actor.Name)
                return new Outcome.Conflict("Only the expert who holds the question can decline it.");
            if (suggest is not null && !ForwardTarget.Exists(suggest, organization.Now.File))
                return new Outcome.Invalid("suggest", $"there is no {suggest}; write topic:NAME or expert:NAME");

            db.Record(conversation.Id, time.GetUtcNow(), "declined", actor.Name, ("suggest", suggest));
            db.Notes.Add(new Note { Id = Ids.New(time.GetUtcNow()), ConversationId = conversation.Id, At = time.GetUtcNow(), By = actor.Name, Text = $"Declined: {reason}" });
            if (suggest is not null && ForwardTarget.Of(suggest, organization.Now.File).Topic is { } topic)
                await teach.TopicAsync(db, conversation, topic.Name, TaughtBy.Declining, actor, cancellation);
            await new Assignments(db, organization.Now, time.GetUtcNow()).HandBackAsync(conversation, cancellation);
            return Outcome.Ok;
        }, cancellation);
}
