using Escalation.Experts;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Organization;

/// <summary>What is open under a topic that the organization has no more goes to triage; what is with a person who is gone, or answers no more, to somebody else.</summary>
static class RouteAnew
{
    public static async Task OfGoneAsync(EscalationDb db, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        var people = applied.File.People.Where(p => p.MayAnswer).Select(p => p.Name).ToList();
        var topics = applied.File.Topics.Select(t => t.Name).ToList();
        var unanswered = db.Conversations.Where(c => c.State != ConversationState.Answered && c.State != ConversationState.Closed);
        var withoutTopic = await unanswered.Where(c => c.Topic != null && !topics.Contains(c.Topic)).ToListAsync(cancellation);
        var withoutExpert = await unanswered.Where(c => c.Expert != null && !people.Contains(c.Expert)).ToListAsync(cancellation);
        if (withoutTopic.Count + withoutExpert.Count == 0)
            return;
        // What another replica put in force a moment ago is not gone, but new.
        applied.MustKnow(await db.Organizations.MaxAsync(o => (int?)o.Number, cancellation) ?? 0);

        var assignments = new Assignments(db, applied, now);
        foreach (var conversation in withoutTopic)
        {
            (conversation.Topic, conversation.Confidence, conversation.State) = (null, null, ConversationState.Triage);
            await assignments.TakeBackAsync(conversation, cancellation);
            db.Record(conversation.Id, now, "triage");
        }
        foreach (var conversation in withoutExpert)
        {
            if (conversation.IsHeld)
                await assignments.HandBackAsync(conversation, cancellation);
        }
    }
}
