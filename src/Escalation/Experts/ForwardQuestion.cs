using Escalation.Access;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Experts;

/// <summary>
/// A manager gives the question to another topic (an expert of it is chosen, not who just held it) or to an expert by
/// name (capacity is ignored, absence only if the manager insists). Out of triage, too. A topic so given is what the model learns.
/// </summary>
public sealed class ForwardQuestion(ConversationWork work, Teach teach, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, string to, string? note, bool insist, CancellationToken cancellation) =>
        work.DoAsync(id, actor, async (db, conversation) =>
        {
            if (!actor.Manages)
                return new Outcome.Forbidden("Only managers forward questions.");
            if (!conversation.IsOpen)
                return new Outcome.Conflict("The conversation is closed.");
            if (!ForwardTarget.Exists(to, organization.Now.File))
                return new Outcome.Invalid("to", $"there is no {to}; write topic:NAME or expert:NAME");
            var (topic, person) = ForwardTarget.Of(to, organization.Now.File);
            if (person is { MayAnswer: false })
                return new Outcome.Invalid("to", "has no role that answers questions");
            var now = time.GetUtcNow();
            if (person?.AbsentUntil(now) is { } back && !insist)
                return new Outcome.Conflict($"{person.DisplayName} is absent until {back:yyyy-MM-dd HH:mm} UTC. Say insist to forward all the same.");

            var formerHolder = conversation.IsHeld ? conversation.Expert : null;
            var assignments = new Assignments(db, organization.Now, now);
            await assignments.TakeBackAsync(conversation, cancellation);
            db.Record(conversation.Id, now, "forwarded", actor.Name, ("to", to));
            if (note is not null)
                db.Notes.Add(new Note { Id = Ids.New(now), ConversationId = conversation.Id, At = now, By = actor.Name, Text = note });

            conversation.PassedOver = formerHolder is null ? [] : [formerHolder];
            if (topic is not null)
            {
                conversation.Topic = topic.Name;
                conversation.Confidence = 1;
                conversation.State = ConversationState.Waiting;
                await teach.TopicAsync(db, conversation, topic.Name, TaughtBy.Forwarding, actor, cancellation);
            }
            else
            {
                await assignments.GiveAsync(conversation, person!.Name, actor.Name, cancellation);
                if (person.AbsenceAt(now) is not null)
                    db.Record(conversation.Id, now, HandBackAbsent.Insisted, actor.Name, ("expert", person.Name));
            }
            await KeepPromises.KeepAsync(db, conversation, organization.Now, now, cancellation);
            db.Publish(new QuestionForwarded(conversation.Id));
            return Outcome.Ok;
        }, cancellation);
}

/// <summary><c>topic:NAME</c> or <c>expert:NAME</c>.</summary>
public static class ForwardTarget
{
    const string TopicPrefix = "topic:", ExpertPrefix = "expert:";

    public static string To(Person person) => ExpertPrefix + person.Name;

    public static (Topic? Topic, Person? Person) Of(string to, OrganizationFile file) =>
        to.StartsWith(TopicPrefix, StringComparison.Ordinal) ? (file.Topic(to[TopicPrefix.Length..]), null)
        : to.StartsWith(ExpertPrefix, StringComparison.Ordinal) ? (null, file.Person(to[ExpertPrefix.Length..]))
        : (null, null);

    public static bool Exists(string to, OrganizationFile file) => Of(to, file) is not (null, null);
}
