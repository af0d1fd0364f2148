using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>Where a post belongs by all that is known now, its conversations locked. All of it is looked up again after each lock.</summary>
/// <param name="Known">The post itself, by its id, where it came before.</param>
/// <param name="OurAnswer">The conversation into which we delivered it as an answer.</param>
/// <param name="Thread">What it replies to.</param>
/// <param name="GoesOnIn">The conversation in which that thread goes on: its own, or the one that a late reply began. Null: none, or it is over.</param>
/// <param name="Replies">What replies to it.</param>
sealed record LockPlace(Guid? Known, Guid? KnownIn, Guid? OurAnswer, FindThread Thread, Guid? GoesOnIn, FindReplies Replies)
{
    IEnumerable<Guid> Conversations => ((Guid?[])[KnownIn, OurAnswer, Thread.Conversation, GoesOnIn]).OfType<Guid>().Concat(Replies.Conversations).Where(id => id != Guid.Empty);

    public static async Task<LockPlace> OfAsync(EscalationDb db, string channel, InboundPost inbound, OrganizationFile file, CancellationToken cancellation)
    {
        // Whoever takes in the post, its parent or another reply to that waits: each would not find the other.
        await db.LockPostsAsync(channel, [inbound.Id, inbound.InReplyTo], cancellation);
        LockPlace place;
        do
            place = await FindAsync(db, channel, inbound, file, cancellation);
        while (await db.LockAllAsync<Conversation>(place.Conversations, cancellation));
        return place;
    }

    static async Task<LockPlace> FindAsync(EscalationDb db, string channel, InboundPost inbound, OrganizationFile file, CancellationToken cancellation)
    {
        var known = await db.Posts.Where(p => p.Channel == channel && p.NetworkId == inbound.Id)
            .Select(p => new { p.Id, p.ConversationId, p.InReplyTo }).FirstOrDefaultAsync(cancellation);
        var ours = known is not null ? null : await db.AnswerPosts.Where(p => p.Channel == channel && p.NetworkId == inbound.Id)
            .Select(p => (Guid?)p.ConversationId).FirstOrDefaultAsync(cancellation);
        if (ours is not null || known is not null && (known.InReplyTo is not null || inbound.InReplyTo is null))
            return new(known?.Id, known?.ConversationId, ours, FindThread.None, null, FindReplies.None);

        var thread = await FindThread.OfAsync(db, channel, inbound.Id, inbound.InReplyTo, cancellation);
        var replies = known is null ? await FindReplies.ToAsync(db, channel, [inbound.Id], cancellation) : FindReplies.None;
        return new(known?.Id, known?.ConversationId, null, thread, await WhereItGoesOnAsync(db, thread, inbound.Author.Id, file, cancellation), replies);
    }

    /// <summary>Too late to reopen it, a reply begins a conversation that is linked to the old one; later ones join that.</summary>
    static async Task<Guid?> WhereItGoesOnAsync(EscalationDb db, FindThread found, string author, OrganizationFile file, CancellationToken cancellation)
    {
        if (found.Conversation is not { } thread)
            return null;
        var own = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == thread, cancellation);
        if (own is null || found.IsSibling && !own.IsOpen && own.AuthorId != author)
            return null;
        if (GoesOn(db, own, file))
            return own.Id;
        // One that was merged away has no posts any more.
        var later = await db.Conversations.AsNoTracking().Where(c => c.LinkedTo == thread && (c.State != ConversationState.Closed || c.CloseReason != "duplicate"))
            .OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellation);
        return later is not null && GoesOn(db, later, file) ? later.Id : null;
    }

    static bool GoesOn(EscalationDb db, Conversation conversation, OrganizationFile file) =>
        // Where the asker was erased, nobody can be told to be the same one: it begins anew, linked.
        conversation.ErasedAt is null && (conversation.IsOpen || db.Time.GetUtcNow() <= conversation.ClosedAt + (file.Policy(conversation.Policy)?.ReopenWithin ?? ReadSlaPolicy.DefaultReopenWithin));
}
