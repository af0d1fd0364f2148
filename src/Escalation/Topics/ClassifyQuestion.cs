using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>Gives a new conversation its topic, from the asker's first post, or leaves it without: then it goes to triage.</summary>
public sealed class ClassifyQuestion(EscalationDb db, ITopicClassifier classifier, CurrentOrganization organization, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var question = await db.Posts.Where(p => p.ConversationId == conversation.Id).OrderBy(p => p.ReceivedAt).ThenBy(p => p.Id).FirstAsync(cancellation);
        var choice = classifier.Classify(question.Text, conversation.Language, organization.Now.File);

        conversation.Topic = choice.Topic;
        conversation.Confidence = choice.Topic is null ? null : choice.Confidence;
        conversation.Guesses = [.. choice.Best];
        if (choice.Topic is null)
        {
            db.Record(conversation.Id, time.GetUtcNow(), "triage");
            db.CountRouting(topic: null, "triage");
            return;
        }
        db.Record(conversation.Id, time.GetUtcNow(), "classified", null, ("topic", choice.Topic), ("confidence", choice.Confidence), ("words", choice.Best[0].Words));
    }
}
