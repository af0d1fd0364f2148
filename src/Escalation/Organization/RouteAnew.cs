using Escalation.Experts;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Organization;

/// <summary>What is open under a topic that the organization has no more goes to triage; what is with a person who is gone, or answers no more, to somebody else.</summary>
static class RouteAnew
{
    public static async Task OfGoneAsync(EscalationDb db, Conversation conversation, Applied applied, DateTimeOffset now, CancellationToken cancellation)
    {
        if (conversation.State is ConversationState.Answered or ConversationState.Closed)
            return;
        var assignments = new Assignments(db, applied, now);
        if (conversation.Topic is not null && applied.File.Topic(conversation.Topic) is null)
        {
            (conversation.Topic, conversation.Confidence, conversation.State) = (null, null, ConversationState.Triage);
            await assignments.TakeBackAsync(conversation, cancellation);
            db.Record(conversation.Id, now, "triage");
        }
        else if (conversation is { IsHeld: true, Expert: not null } && applied.File.Person(conversation.Expert) is not { MayAnswer: true })
        {
            await assignments.HandBackAsync(conversation, cancellation);
        }
    }
}
