using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>
/// Brings the deadlines of all open conversations to where another organization puts them, and tells which moved (the SLA
/// rules, section 7). Saves nothing itself: an application commits it, a dry run throws it away.
/// </summary>
public static class KeepAllPromises
{
    const int Batch = 500;

    public static async Task<IReadOnlyList<PromiseChange>> KeepAsync(EscalationDb db, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await db.Conversations.Where(c => c.State != ConversationState.Closed && c.State != ConversationState.Received)
            .OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellation);
        foreach (var batch in ids.Chunk(Batch))
            await KeepAsync(db, [.. batch], organization, now, cancellation);
        return [.. db.ChangeTracker.Entries<Deadline>().Select(PromiseChange.Of).OfType<PromiseChange>().OrderBy(c => c.Conversation).ThenBy(c => Targets.Rank(c.Target))];
    }

    /// <summary>A few of those that were begun by an older organization while a new one was applied elsewhere.</summary>
    public static async Task CatchUpAsync(EscalationDb db, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var behind = await db.Conversations
            .Where(c => c.State != ConversationState.Closed && c.State != ConversationState.Received && c.OrganizationVersion < organization.Version)
            .OrderBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(cancellation);
        if (behind.Count > 0)
            await KeepAsync(db, behind, organization, now, cancellation);
    }

    static async Task KeepAsync(EscalationDb db, List<Guid> ids, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var conversations = await db.Conversations.Where(c => ids.Contains(c.Id)).ToListAsync(cancellation);
        var rows = (await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).ToListAsync(cancellation)).ToLookup(d => d.ConversationId);
        var steps = (await db.EscalationSteps.Where(s => ids.Contains(s.ConversationId)).ToListAsync(cancellation)).ToLookup(s => s.ConversationId);
        var posts = (await db.Posts.Where(p => ids.Contains(p.ConversationId) && p.ByAsker)
                .Select(p => new { p.ConversationId, Post = new AskerPost(p.Id, p.ReceivedAt, p.DeletedAt) }).ToListAsync(cancellation))
            .ToLookup(p => p.ConversationId, p => p.Post);
        var answers = (await db.Answers.Where(a => ids.Contains(a.ConversationId) && a.DeliveredAt != null)
                .Select(a => new { a.ConversationId, Answer = new GivenAnswer(a.Id, a.SubmittedAt, a.DeliveredAt!.Value, a.Holding) }).ToListAsync(cancellation))
            .ToLookup(a => a.ConversationId, a => a.Answer);

        foreach (var conversation in conversations)
        {
            var history = new History(conversation.CreatedAt, [.. posts[conversation.Id]], [.. answers[conversation.Id]], conversation.Interruptions);
            var promises = new Promises(db, organization.File, conversation, rows[conversation.Id]);
            KeepPromises.Keep(conversation, history, promises, new Ladder(db, steps[conversation.Id]), organization, now);
        }
    }
}
