using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>Which post of a conversation tells what it is about: the first that its asker wrote and that still stands.</summary>
static class QuestionPost
{
    public static Task<Post?> OfAsync(EscalationDb db, Guid conversation, CancellationToken cancellation) =>
        db.Posts.Where(p => p.ConversationId == conversation && p.ByAsker && p.DeletedAt == null && p.Text != "")
            .OrderBy(p => p.ReceivedAt).ThenBy(p => p.Id).FirstOrDefaultAsync(cancellation);
}
