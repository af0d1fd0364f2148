using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>What of a conversation and of what went before it matters for who gets it.</summary>
static class FindNeed
{
    public static async Task<ExpertNeed> OfAsync(
        EscalationDb db, OrganizationFile file, Conversation conversation, IReadOnlyCollection<string> without, DateTimeOffset now, CancellationToken cancellation) =>
        new(conversation.Topic, conversation.Language, without, now)
        {
            AnsweredBefore = await AnsweredBeforeAsync(db, conversation, cancellation),
            DueAt = await NextDueAsync(db, file, conversation, cancellation),
            Suggested = conversation.PassedOver.Count == 0 ? null : await SuggestedAsync(db, file, conversation, cancellation),
        };

    static Task<string?> AnsweredBeforeAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation) =>
        (from earlier in db.Conversations
         join answer in db.Answers on earlier.Id equals answer.ConversationId
         where earlier.Channel == conversation.Channel && earlier.AuthorId == conversation.AuthorId
             && earlier.Id != conversation.Id && earlier.CreatedAt <= conversation.CreatedAt
             && answer.State == AnswerState.Delivered && !answer.Holding
         orderby answer.DeliveredAt descending
         select answer.By).FirstOrDefaultAsync(cancellation);

    /// <summary>The clock of whoever holds it until now ends with the choice; and what is broken is not open.</summary>
    static async Task<DateTimeOffset?> NextDueAsync(EscalationDb db, OrganizationFile file, Conversation conversation, CancellationToken cancellation)
    {
        var promises = await Promises.LoadAsync(db, file, conversation, cancellation);
        return promises.Rows.Where(row => row.State == DeadlineState.Running && row.Target != Targets.Acceptance).Min(row => row.DueAt);
    }

    /// <summary>By who declined it last, unless somebody has got it since.</summary>
    static async Task<string?> SuggestedAsync(EscalationDb db, OrganizationFile file, Conversation conversation, CancellationToken cancellation)
    {
        var last = await db.Timeline
            .Where(e => e.ConversationId == conversation.Id && (e.Event == "declined" || e.Event == "assigned" || e.Event == "forwarded"))
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellation);
        return last is { Event: "declined" } && last.Facts.GetValueOrDefault("suggest")?.ToString() is { } suggest
            ? ForwardTarget.Of(suggest, file).Person?.Name
            : null;
    }
}
