using Escalation.Access;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>
/// What an answer says of the topic. Who knows the topic and answers, confirms it. Who was given the question without
/// knowing its topic, and answers it all the same, knew it under a topic of their own. A substitute answers for somebody
/// else, and a manager whatever has to be answered: theirs say nothing unless the topic is one of theirs.
/// </summary>
public sealed class TeachByAnswer(Teach teach, ITopicClassifier classifier, CurrentOrganization organization, TimeProvider time)
{
    public async Task HandleAsync(EscalationDb db, Conversation conversation, Actor actor, CancellationToken cancellation)
    {
        if (await TopicAsync(db, conversation, actor, cancellation) is { } topic)
            await teach.TopicAsync(db, conversation, topic, TaughtBy.Answering, actor, cancellation);
    }

    /// <summary>Null: the answer does not tell.</summary>
    async Task<string?> TopicAsync(EscalationDb db, Conversation conversation, Actor actor, CancellationToken cancellation)
    {
        // A topic that was renamed on another replica would be taught under its old name.
        organization.Now.MustKnow(conversation.OrganizationVersion);
        var file = organization.Now.File;
        if (actor.Person is not { } expert)
            return null;
        if (expert.Knows(conversation.Topic))
            return conversation.Topic;
        if (actor.Manages || StandsIn(expert, conversation.Topic, conversation.AssignedAt ?? time.GetUtcNow(), file) || !await IsGivenByNameAsync(db, conversation, expert, cancellation))
            return null;
        if (expert.Topics is [var only])
            return only.Topic;
        if (await QuestionPost.OfAsync(db, conversation.Id, cancellation) is not { } question)
            return null;
        return classifier.Classify(Substance.Of(question.Text), conversation.Language, file).Best.FirstOrDefault(guess => expert.Knows(guess.Topic))?.Topic;
    }

    /// <summary>Not who knew the topic when they were given the question, and does not any more.</summary>
    static async Task<bool> IsGivenByNameAsync(EscalationDb db, Conversation conversation, Person expert, CancellationToken cancellation)
    {
        var passedOn = await db.Timeline.Where(e => e.ConversationId == conversation.Id && (e.Event == "forwarded" || e.Event == "declined")).ToListAsync(cancellation);
        var name = ForwardTarget.To(expert);
        return passedOn.Exists(e => (e.Facts.GetValueOrDefault("to") ?? e.Facts.GetValueOrDefault("suggest"))?.ToString() == name);
    }

    /// <param name="given">When the expert was given the question; whom they stand in for may be back since.</param>
    static bool StandsIn(Person expert, string? topic, DateTimeOffset given, OrganizationFile file) =>
        file.People.Any(absent => absent.Knows(topic) && absent.SubstituteAt(given) == expert.Name);
}
