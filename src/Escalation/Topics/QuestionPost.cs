using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>Which post of a conversation tells what it is about: the first of its asker that still stands and is more than small talk.</summary>
static class QuestionPost
{
    /// <summary>Null: nothing of substance was said yet.</summary>
    public static async Task<Post?> OfAsync(EscalationDb db, Guid conversation, CancellationToken cancellation)
    {
        var posts = db.Posts.AsNoTracking().Where(p => p.ConversationId == conversation && p.ByAsker && p.DeletedAt == null)
            .OrderBy(p => p.ReceivedAt).ThenBy(p => p.Id).AsAsyncEnumerable();
        await foreach (var post in posts.WithCancellation(cancellation))
        {
            if (!SmallTalk.IsAll(post.Text))
                return post;
        }
        return null;
    }
}
