using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

/// <summary>What of one conversation is somebody's personal data. The conversation's row is this transaction's.</summary>
sealed class EraseConversation(EscalationDb db, Conversation conversation, Applied organization, string by, DateTimeOffset now)
{
    /// <summary>What stands where a name stood.</summary>
    public const string Nobody = "(erased)";

    /// <summary>
    /// For a network they stay known, so that none comes in again as a new question; and they are taken down, so that no
    /// edit brings a text back.
    /// </summary>
    /// <param name="id">A conversation; empty: posts that belong to none.</param>
    public static async Task<int> PostsAsync(EscalationDb db, Guid id, string channel, string author, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        var posts = await db.Posts.Where(p => p.ConversationId == id && p.Channel == channel && p.AuthorId == author).ToListAsync(cancellation);
        posts.ForEach(post => Erase(post, now));
        if (posts.Count > 0 && id != Guid.Empty)
            db.Record(id, now, "erased", by, ("posts", posts.Count));
        return posts.Count;
    }

    /// <summary>The whole conversation was about the asker: answers and notes, too, speak to them and of them.</summary>
    public async Task AskerAsync(CancellationToken cancellation)
    {
        (conversation.AuthorId, conversation.AuthorName, conversation.AuthorHandle, conversation.AuthorTags) = (Pseudonym(conversation.Id), Nobody, null, []);
        conversation.Guesses = [.. conversation.Guesses.Select(guess => guess with { Words = [] })];
        conversation.ErasedAt = now;
        (await db.Posts.Where(p => p.ConversationId == conversation.Id && p.Ours).ToListAsync(cancellation)).ForEach(post => Erase(post, now));
        (await db.Notes.Where(n => n.ConversationId == conversation.Id).ToListAsync(cancellation)).ForEach(note => note.Text = "");
        await TimelineAsync(cancellation);
        await AnswersAsync(cancellation);
        await db.TopicExamples.Where(e => e.ConversationId == conversation.Id).ExecuteDeleteAsync(cancellation);
        // What the closing looks for among the answers is settled here.
        await db.SaveChangesAsync(cancellation);
        if (conversation.IsOpen)
            await CloseConversation.CloseAsync(db, conversation, organization, by, "withdrawn", now, cancellation);
    }

    /// <summary>The one thing in it that the asker wrote: which of their words spoke for the topic.</summary>
    async Task TimelineAsync(CancellationToken cancellation)
    {
        var classified = await db.Timeline.Where(e => e.ConversationId == conversation.Id && e.Event == "classified").ToListAsync(cancellation);
        foreach (var entry in classified.Where(entry => entry.Facts.ContainsKey("words")))
        {
            var facts = new Facts();
            foreach (var (name, value) in entry.Facts.Where(fact => fact.Key != "words"))
                facts[name] = value;
            entry.Facts = facts;
        }
    }

    async Task AnswersAsync(CancellationToken cancellation)
    {
        var answers = await db.Answers.Where(a => a.ConversationId == conversation.Id).ToListAsync(cancellation);
        foreach (var answer in answers)
        {
            (answer.Text, answer.Problem) = ("", null);
            if (answer.State is AnswerState.Queued or AnswerState.AwaitingApproval)
                answer.Settle(answer.LeasedUntil is null ? AnswerState.Failed : AnswerState.Unknown, "The asker's data were erased before it went out.");
        }
        var ids = answers.ConvertAll(a => a.Id);
        await db.DeliveryAttempts.Where(t => ids.Contains(t.AnswerId)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Detail, (string?)null), cancellation);
    }

    static void Erase(Post post, DateTimeOffset now)
    {
        (post.Text, post.AuthorName, post.Url, post.Attachments) = ("", Nobody, null, []);
        if (!post.Ours)
            post.AuthorId = Pseudonym(post.ConversationId);
        post.DeletedAt ??= now;
    }

    /// <summary>Of nobody else, so that no two who were erased look like one.</summary>
    static string Pseudonym(Guid conversation) => $"erased/{conversation:N}";
}
