using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>
/// Brings the deadlines of many open conversations to where another organization puts them (the SLA rules, section 7), with
/// all that this needs read in a few queries. Saves nothing itself.
/// </summary>
static class KeepAllPromises
{
    public static async Task KeepAsync(EscalationDb db, IReadOnlyList<Conversation> conversations, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = conversations.Select(c => c.Id).ToList();
        await db.ReadDeadlinesAndStepsAsync(ids, cancellation);
        var posts = (await db.Posts.Where(p => ids.Contains(p.ConversationId) && p.ByAsker)
                .Select(p => new { p.ConversationId, Post = new AskerPost(p.Id, p.ReceivedAt, p.DeletedAt) }).ToListAsync(cancellation))
            .ToLookup(p => p.ConversationId, p => p.Post);
        var answers = (await db.Answers.Where(a => ids.Contains(a.ConversationId) && a.DeliveredAt != null)
                .Select(a => new { a.ConversationId, Answer = new GivenAnswer(a.Id, a.SubmittedAt, a.DeliveredAt!.Value, a.Holding) }).ToListAsync(cancellation))
            .ToLookup(a => a.ConversationId, a => a.Answer);

        foreach (var conversation in conversations)
        {
            var history = new History(conversation.CreatedAt, [.. posts[conversation.Id]], [.. answers[conversation.Id]], conversation.Interruptions);
            var promises = await Promises.LoadAsync(db, organization.File, conversation, cancellation);
            KeepPromises.Keep(conversation, history, promises, await Ladder.LoadAsync(db, conversation, cancellation), organization, now);
        }
    }
}
