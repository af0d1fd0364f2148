using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>
/// "Not mine": somebody else is asked, and who declined is left out. With a suggested topic the question is of that topic
/// from now on; a suggested colleague is asked first, if they can take it (<see cref="ChooseExpert"/>).
/// </summary>
public sealed class DeclineQuestion(ConversationWork work, Teach teach, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, string reason, string? suggest, CancellationToken cancellation) =>
        work.DoAsync(id, actor, async (db, conversation) =>
        {
            if (!actor.MayWorkOn(conversation))
                return new Outcome.Forbidden("Only experts of the topic and managers decline a question.");
            if (!conversation.IsHeld || conversation.Expert != actor.Name)
                return new Outcome.Conflict("Only the expert who holds the question can decline it.");
            var (topic, colleague) = suggest is null ? default : ForwardTarget.Of(suggest, organization.Now.File);
            if (suggest is not null && topic is null && colleague is null)
                return new Outcome.Invalid("suggest", $"there is no {suggest}; write topic:NAME or expert:NAME");
            if (topic is not null && topic.Name == conversation.Topic)
                return new Outcome.Invalid("suggest", "must be another topic than the question has");
            if (colleague is { MayAnswer: false })
                return new Outcome.Invalid("suggest", "has no role that answers questions");
            if (colleague?.Name == actor.Name)
                return new Outcome.Invalid("suggest", "must be somebody else than who declines");

            var now = time.GetUtcNow();
            db.Declines.Add(new Decline { ConversationId = conversation.Id, Expert = actor.Name, Topic = conversation.Topic, At = now });
            db.Record(conversation.Id, now, "declined", actor.Name, ("suggest", suggest));
            db.Notes.Add(new Note { Id = Ids.New(now), ConversationId = conversation.Id, At = now, By = actor.Name, Text = $"Declined: {reason}" });
            if (!conversation.PassedOver.Contains(actor.Name))
                conversation.PassedOver = [.. conversation.PassedOver, actor.Name];
            if (topic is not null)
                await ChangeTopicAsync(db, conversation, topic, actor, cancellation);
            await new Assignments(db, organization.Now, now).HandBackAsync(conversation, cancellation);
            if (topic is not null)
                await KeepPromises.KeepAsync(db, conversation, organization.Now, now, cancellation);
            return Outcome.Ok;
        }, cancellation);

    async Task ChangeTopicAsync(EscalationDb db, Conversation conversation, Topic topic, Actor by, CancellationToken cancellation)
    {
        (conversation.Topic, conversation.Confidence) = (topic.Name, 1);
        // Who only held it under the former topic may be the right one for this; who said no has said no.
        var declined = await db.Timeline.Where(e => e.ConversationId == conversation.Id && e.Event == "declined").Select(e => e.By).ToListAsync(cancellation);
        conversation.PassedOver = [.. conversation.PassedOver.Where(name => name == by.Name || declined.Contains(name))];
        await teach.TopicAsync(db, conversation, topic.Name, TaughtBy.Declining, by, cancellation);
    }
}
