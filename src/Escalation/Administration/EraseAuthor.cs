using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

/// <summary>How much was erased by a call; nothing where there was nothing left.</summary>
public sealed record Erased(int Conversations, int Posts);

/// <summary>
/// Erases what the service keeps of somebody who asked (decision 0021): texts, names and whatever tells who they were. What
/// happened when stays, and how promises were kept. Again does no harm; what came in meanwhile is erased, too.
/// </summary>
public sealed class EraseAuthor(Database database, CurrentOrganization organization, TimeProvider time)
{
    /// <summary>Each transaction; others wait for these conversations meanwhile.</summary>
    const int Batch = 20;

    /// <param name="author">The network's id of them.</param>
    /// <param name="by">Who has it done.</param>
    public async Task<Erased> HandleAsync(string channel, string author, string by, CancellationToken cancellation)
    {
        var all = new Erased(0, 0);
        while (true)
        {
            var some = await database.WriteAsync(db => EraseAsync(db, channel, author, by, cancellation), cancellation);
            if (some is null)
                break;
            all = new Erased(all.Conversations + some.Conversations, all.Posts + some.Posts);
        }
        if (all != new Erased(0, 0))
            await database.WriteAsync(db =>
            {
                db.Record(null, time.GetUtcNow(), "authorErased", by, ("channel", channel), ("conversations", all.Conversations), ("posts", all.Posts));
                return Task.CompletedTask;
            }, cancellation);
        return all;
    }

    /// <summary>Null: there is nothing left.</summary>
    async Task<Erased?> EraseAsync(EscalationDb db, string channel, string author, string by, CancellationToken cancellation)
    {
        var ids = await db.Conversations.Where(c => c.Channel == channel && c.AuthorId == author).OrderBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(cancellation);
        if (ids.Count == 0)
            ids = await db.Posts.Where(p => p.Channel == channel && p.AuthorId == author).Select(p => p.ConversationId).Distinct().OrderBy(id => id).Take(Batch).ToListAsync(cancellation);
        if (ids.Count == 0)
            return null;
        var (conversations, posts) = (0, 0);
        foreach (var id in ids)
        {
            var conversation = await db.LockAsync<Conversation>(id, cancellation);
            posts += await EraseConversation.PostsAsync(db, id, channel, author, by, time.GetUtcNow(), cancellation);
            if (conversation?.AuthorId != author)
                continue;
            await new EraseConversation(db, conversation, organization.Now, by, time.GetUtcNow()).AskerAsync(cancellation);
            conversations++;
        }
        return new Erased(conversations, posts);
    }
}
