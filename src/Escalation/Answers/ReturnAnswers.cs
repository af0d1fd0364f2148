using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>
/// Closing a conversation for a reason that says that nothing is to be answered takes back what has not gone out: answers
/// that wait for approval or delivery. Closed as answered, or for silence, they still go out (decision 0024).
/// </summary>
static class ReturnAnswers
{
    /// <summary>Why answers of this conversation are not sent; null: they are.</summary>
    public static string? WhyNot(Conversation conversation) => conversation is { IsOpen: false, CloseReason: { } reason } ? Sentence(reason) : null;

    public static async Task HandleAsync(EscalationDb db, Conversation conversation, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        if (Sentence(reason) is not { } why)
            return;
        var waiting = await db.Answers.Where(a => a.ConversationId == conversation.Id
                && (a.State == AnswerState.AwaitingApproval || a.State == AnswerState.Queued && (a.LeasedUntil == null || a.LeasedUntil < at)))
            .Select(a => new { Answer = a, MayBePosted = db.DeliveryAttempts.Any(t => t.AnswerId == a.Id && (t.Outcome == null || t.Outcome == AttemptOutcome.Unknown)) })
            .ToListAsync(cancellation);
        foreach (var found in waiting)
        {
            // It may stand on the network: the delivery looks, and refuses to send it anew.
            if (found.MayBePosted)
                found.Answer.NextAttemptAt = at;
            else
                Return(db, found.Answer, why, at);
        }
    }

    internal static void Return(EscalationDb db, Answer answer, string why, DateTimeOffset at)
    {
        answer.Settle(AnswerState.Returned, why);
        db.Record(answer.ConversationId, at, "returned", null, ("answer", answer.Id), ("why", why));
    }

    static string? Sentence(string reason) => reason switch
    {
        "spam" => "The conversation was closed as spam.",
        "notAQuestion" => "The conversation was closed as not a question.",
        "duplicate" => "The conversation was closed as a duplicate.",
        "abandoned" => "The conversation was closed as abandoned.",
        "withdrawn" => "The asker withdrew the question.",
        _ => null,
    };
}
