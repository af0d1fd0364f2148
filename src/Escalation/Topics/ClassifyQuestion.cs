using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Escalation.Telemetry;
using Escalation.Topics.Languages;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>
/// Gives a conversation its topic, from the asker's first post of substance, or leaves it without: then it goes to triage.
/// Where there is only small talk so far, it goes there as well, and is judged when the asker has said more.
/// </summary>
public sealed class ClassifyQuestion(EscalationDb db, ITopicClassifier classifier, CurrentOrganization organization, TimeProvider time) : IStep
{
    /// <summary>The fact of a <c>triage</c> entry that says: nothing was judged.</summary>
    const string OnlySmallTalk = "smallTalk";

    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var question = await QuestionPost.OfAsync(db, conversation.Id, cancellation);
        if (conversation.State == ConversationState.Triage && (question is null || await IsDecidedAsync(conversation, cancellation)))
            return;

        var text = question is null ? "" : Substance.Of(question.Text);
        conversation.Language ??= DetectLanguage.Of(text);
        var choice = question is null ? TopicChoice.DontKnow : classifier.Classify(text, conversation.Language, organization.Now.File);
        conversation.Topic = choice.Topic;
        conversation.Confidence = choice.Topic is null ? null : choice.Confidence;
        conversation.Guesses = [.. choice.Best];
        if (choice.Topic is not null)
        {
            db.Record(conversation.Id, time.GetUtcNow(), "classified", null, ("topic", choice.Topic), ("confidence", choice.Confidence), ("words", choice.Best[0].Shared));
            return;
        }
        if (question is null)
            db.Record(conversation.Id, time.GetUtcNow(), "triage", null, (OnlySmallTalk, true));
        else
            db.Record(conversation.Id, time.GetUtcNow(), "triage", null, ("guesses", choice.Best.Select(g => g with { Words = g.Shared }).ToList()));
        db.CountRouting(topic: null, "triage");
    }

    /// <summary>It was closed before it could be judged.</summary>
    public async Task<bool> IsOutstandingAsync(Conversation conversation, CancellationToken cancellation) => conversation.Topic is null
        && !await db.Timeline.AnyAsync(e => e.ConversationId == conversation.Id && (e.Event == "classified" || e.Event == "triage" || e.Event == "forwarded"), cancellation);

    /// <summary>Judged before, or a person said something of it: neither is done anew.</summary>
    async Task<bool> IsDecidedAsync(Conversation conversation, CancellationToken cancellation)
    {
        var decisions = await db.Timeline
            .Where(e => e.ConversationId == conversation.Id && (e.Event == "classified" || e.Event == "triage" || e.Event == "forwarded" || e.Event == "closed"))
            .ToListAsync(cancellation);
        return !decisions.TrueForAll(entry => entry.Facts.ContainsKey(OnlySmallTalk));
    }
}
