using Escalation.Access;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>How a person's doing told what a question is about; what is kept in <see cref="TopicExample.How"/>.</summary>
public static class TaughtBy
{
    public const string Forwarding = "forwarded", Declining = "declined", Answering = "answered", Closing = "closed";
}

/// <summary>
/// Keeps what a person's doing says of a question's topic, in the commit of what they do; the model learns it right after
/// (decision 15: what teaches). What the service does by itself teaches nothing.
/// </summary>
/// <param name="learn"><see cref="LearnedTopics.Learn"/>.</param>
public sealed class Teach(Action<TaughtQuestion> learn, TimeProvider time)
{
    /// <param name="topic">Null: about none of the topics.</param>
    /// <param name="how">One of <see cref="TaughtBy"/>.</param>
    public async Task TopicAsync(EscalationDb db, Conversation conversation, string? topic, string how, Actor actor, CancellationToken cancellation)
    {
        if (await QuestionPost.OfAsync(db, conversation.Id, cancellation) is not { } question)
            return;
        var last = await db.TopicExamples.Where(e => e.ConversationId == conversation.Id).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellation);
        if (last is not null && last.Topic == topic && last.PostId == question.Id)
            return;
        var example = new TopicExample
        {
            ConversationId = conversation.Id,
            PostId = question.Id,
            Topic = topic,
            How = how,
            By = actor.Name,
            At = time.GetUtcNow(),
        };
        db.TopicExamples.Add(example);
        // Its id is known only then.
        db.WhenCommitted(() => learn(new TaughtQuestion(example.Id, conversation.Id, Substance.Of(question.Text), topic, $"{question.Channel}/{question.AuthorId}")));
    }
}
