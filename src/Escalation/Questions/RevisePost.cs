using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>A known post comes again: perhaps it was edited or deleted meanwhile. An older edit than the one that is known changes nothing.</summary>
sealed class RevisePost(EscalationDb db, Applied organization, DateTimeOffset now)
{
    public async Task HandleAsync(Post known, InboundPost inbound, CancellationToken cancellation)
    {
        if (known.DeletedAt is not null)
            return;
        if (inbound.DeletedAt is not null)
        {
            (known.DeletedAt, known.Text, known.Attachments) = (inbound.DeletedAt, "", []);
            await ForgetWordsAsync(known, cancellation);
            Record(known, "postDeleted");
            await WithdrawnQuestion.CloseAsync(db, known, organization, now, cancellation);
        }
        else if (inbound.EditedAt > (known.EditedAt ?? DateTimeOffset.MinValue))
        {
            known.EditedAt = inbound.EditedAt;
            known.Text = inbound.Text;
            if (inbound.Attachments is { } attachments)
                known.Attachments = [.. attachments];
            await ForgetWordsAsync(known, cancellation);
            Record(known, "postEdited");
        }
    }

    void Record(Post post, string what)
    {
        if (post.ConversationId != Guid.Empty)
            db.Record(post.ConversationId, now, what, null, ("post", post.Id));
    }

    /// <summary>What spoke for its topics was the asker's own words.</summary>
    async Task ForgetWordsAsync(Post post, CancellationToken cancellation)
    {
        if (post.ByAsker && await db.Conversations.FindAsync([post.ConversationId], cancellation) is { } conversation)
            conversation.Guesses = [.. conversation.Guesses.Select(guess => guess with { Words = [] })];
    }
}
