using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>What came in before the posts to which it replies.</summary>
/// <param name="Conversations">That such replies began, by their id, in the order of ids.</param>
/// <param name="Kept">Replies that belong to no conversation, and replies to those, by their id.</param>
sealed record FindReplies(IReadOnlyList<Guid> Conversations, IReadOnlyList<Guid> Kept)
{
    /// <summary>How many posts are looked at: what replies beyond that stays where it is.</summary>
    const int Most = 100;

    public static readonly FindReplies None = new([], []);

    public static async Task<FindReplies> ToAsync(EscalationDb db, string channel, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var (conversations, kept) = (new SortedSet<Guid>(), new List<Guid>());
        List<string> parents = [.. ids];
        for (var looked = 0; parents.Count > 0 && looked < Most;)
        {
            var replies = await db.Posts.Where(p => p.Channel == channel && parents.Contains(p.InReplyTo!) && p.InReplyTo != p.NetworkId)
                .OrderBy(p => p.Id).Take(Most - looked).Select(p => new { p.Id, p.ConversationId, p.NetworkId }).ToListAsync(cancellation);
            looked += replies.Count;
            conversations.UnionWith(replies.Where(p => p.ConversationId != Guid.Empty).Select(p => p.ConversationId));
            var pending = replies.Where(p => p.ConversationId == Guid.Empty && !kept.Contains(p.Id)).ToList();
            kept.AddRange(pending.Select(p => p.Id));
            parents = pending.ConvertAll(p => p.NetworkId);
        }
        return new([.. conversations], kept);
    }
}
