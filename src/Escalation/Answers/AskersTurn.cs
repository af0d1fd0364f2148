using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Answers;

/// <summary>An answer that leaves nothing open makes it the asker's turn (the SLA rules, section 4).</summary>
static class AskersTurn
{
    /// <summary>In the commit of what brought the answer into the conversation: its delivery, or a merge.</summary>
    public static async Task BeginAsync(EscalationDb db, Conversation conversation, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        if (conversation is not { IsOpen: true, State: not ConversationState.Answered }
            || PromiseClock.AskersTurnSince(await KeepPromises.LoadHistoryAsync(db, conversation, cancellation)) is null)
            return;
        var wasAccepted = conversation.State == ConversationState.Accepted;
        conversation.State = ConversationState.Answered;
        await FreeExpert.FreeAsync(db, conversation, cancellation);
        // Somebody else was given it while the answer was on its way; nothing is left to accept.
        if (!wasAccepted)
            await KeepPromises.KeepAcceptanceAsync(db, conversation, organization, now, cancellation);
    }
}
