using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>The thread that a post belongs to, told by the post that it replies to (decision 0020).</summary>
/// <param name="Conversation">Null: none is known.</param>
/// <param name="IsSibling">It was found by another reply to the same unknown post.</param>
/// <param name="Between">Posts on the way up that belong to no conversation yet, by their id.</param>
sealed record FindThread(Guid? Conversation, bool IsSibling, IReadOnlyList<Guid> Between)
{
    /// <summary>How far a thread is followed up.</summary>
    const int Longest = 100;

    public static readonly FindThread None = new(null, false, []);

    public static async Task<FindThread> OfAsync(EscalationDb db, string channel, string id, string? inReplyTo, CancellationToken cancellation)
    {
        var between = new List<Guid>();
        for (var parent = inReplyTo; parent is not null && parent != id && between.Count < Longest;)
        {
            var post = await db.Posts.Where(p => p.Channel == channel && p.NetworkId == parent)
                .Select(p => new { p.Id, p.ConversationId, p.InReplyTo, p.DeletedAt }).FirstOrDefaultAsync(cancellation);
            if (post is null && await OfOurAnswerAsync(db, channel, parent, cancellation) is { } answered)
                return new(answered, false, between);
            if (post is null)
                return new(await OfOtherReplyAsync(db, channel, id, parent, cancellation), true, between);
            if (post.ConversationId != Guid.Empty)
                return new(post.ConversationId, false, between);
            // A post of our own that replies to nothing: whoever replies to it asks a question of their own.
            if (post is { InReplyTo: null, DeletedAt: null })
                return None;
            between.Add(post.Id);
            if (post.InReplyTo is null)
                return new(await OfOtherReplyAsync(db, channel, id, parent, cancellation), true, between);
            parent = post.InReplyTo;
        }
        return new(null, false, between);
    }

    static Task<Guid?> OfOurAnswerAsync(EscalationDb db, string channel, string id, CancellationToken cancellation) =>
        db.AnswerPosts.Where(p => p.Channel == channel && p.NetworkId == id).Select(p => (Guid?)p.ConversationId).FirstOrDefaultAsync(cancellation);

    /// <summary>Replies to one unknown post are one thread, whoever wrote them.</summary>
    static Task<Guid?> OfOtherReplyAsync(EscalationDb db, string channel, string id, string unknown, CancellationToken cancellation) =>
        db.Posts.Where(p => p.Channel == channel && p.InReplyTo == unknown && p.NetworkId != id && p.ConversationId != Guid.Empty)
            .OrderBy(p => p.Id).Select(p => (Guid?)p.ConversationId).FirstOrDefaultAsync(cancellation);
}
