using Escalation.Experts;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Organization;

/// <summary>What is open under a topic, or with a person, that the organization has no more: to triage, or to somebody else.</summary>
static class RouteAnew
{
    public static async Task OfGoneAsync(EscalationDb db, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        var people = applied.File.People.Select(p => p.Name).ToList();
        var topics = applied.File.Topics.Select(t => t.Name).ToList();
        var unanswered = db.Conversations.Where(c => c.State != ConversationState.Answered && c.State != ConversationState.Closed);

        var assignments = new Assignments(db, applied, now);
        foreach (var conversation in await unanswered.Where(c => c.Topic != null && !topics.Contains(c.Topic)).ToListAsync(cancellation))
        {
            (conversation.Topic, conversation.Confidence, conversation.State) = (null, null, ConversationState.Triage);
            await assignments.TakeBackAsync(conversation, cancellation);
            db.Record(conversation.Id, now, "triage");
        }
        foreach (var conversation in await unanswered.Where(c => c.Expert != null && !people.Contains(c.Expert)).ToListAsync(cancellation))
        {
            if (conversation.IsHeld)
                await assignments.HandBackAsync(conversation, cancellation);
        }
    }
}
