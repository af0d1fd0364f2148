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
    /// <summary>So many of the asker's conversations are looked at, not all that there ever were (decision 0013).</summary>
    const int Lately = 20;

    public static async Task<ExpertNeed> OfAsync(
        EscalationDb db, OrganizationFile file, Conversation conversation, IReadOnlyCollection<string> without, DateTimeOffset now, CancellationToken cancellation) =>
        new(conversation.Topic, conversation.Language, without, now)
        {
            AnsweredBefore = await AnsweredBeforeAsync(db, conversation, cancellation),
            DueAt = await NextDueAsync(db, file, conversation, cancellation),
            Suggested = conversation.PassedOver.Count == 0 ? null : await SuggestedAsync(db, file, conversation, cancellation),
        };

    static Task<string?> AnsweredBeforeAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation) =>
        LastAnswerer(db, conversation).FirstOrDefaultAsync(cancellation);

    internal static IQueryable<string> LastAnswerer(EscalationDb db, Conversation conversation)
    {
        var earlier = db.Conversations
            .Where(c => c.Channel == conversation.Channel && c.AuthorId == conversation.AuthorId && c.Id != conversation.Id && c.CreatedAt <= conversation.CreatedAt)
            .OrderByDescending(c => c.CreatedAt).Take(Lately).Select(c => c.Id);
        return from id in earlier
               join answer in db.Answers on id equals answer.ConversationId
               where answer.State == AnswerState.Delivered && !answer.Holding
               orderby answer.DeliveredAt descending
               select answer.By;
    }

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
