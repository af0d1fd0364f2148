using Escalation.Answers;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

/// <summary>All that is kept of somebody who asked, in parts, however much it is.</summary>
public sealed class ExportAuthor(Database database)
{
    public sealed record Exported(string Channel, string Author, IAsyncEnumerable<AuthorsConversation> Conversations, IAsyncEnumerable<AuthorsPost> Posts);

    /// <summary>One that they began.</summary>
    public sealed record AuthorsConversation(
        Guid Id, string State, string? Topic, string? Language, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, string Name, string? Handle, IReadOnlyList<string> Tags, IReadOnlyList<AnswerToThem> Answers);

    public sealed record AnswerToThem(Guid Id, string Text, string By, DateTimeOffset SubmittedAt, DateTimeOffset? DeliveredAt);

    public sealed record AuthorsPost(
        string Id, Guid Conversation, string Text, string Name, string? Url, IReadOnlyList<Connectors.PostAttachment> Attachments, DateTimeOffset ReceivedAt, DateTimeOffset? DeletedAt);

    public Exported Read(string channel, string author) => new(channel, author, ConversationsAsync(channel, author), PostsAsync(channel, author));

    public Task<bool> IsKnownAsync(string channel, string author, CancellationToken cancellation) => database.ReadAsync(async db =>
        await db.Conversations.AnyAsync(c => c.Channel == channel && c.AuthorId == author, cancellation) || await db.Posts.AnyAsync(p => p.Channel == channel && p.AuthorId == author, cancellation));

    async IAsyncEnumerable<AuthorsConversation> ConversationsAsync(string channel, string author)
    {
        var parts = database.PartsAsync(Guid.Empty, c => c.Id, (db, last) => db.Conversations.Where(c => c.Channel == channel && c.AuthorId == author && c.Id > last).OrderBy(c => c.Id));
        await foreach (var c in parts)
        {
            var answers = await database.ReadAsync(db => db.Answers.Where(a => a.ConversationId == c.Id).OrderBy(a => a.SubmittedAt).ToListAsync());
            yield return new(c.Id, c.State, c.Topic, c.Language, c.CreatedAt, c.ClosedAt, c.AuthorName, c.AuthorHandle, c.AuthorTags,
                answers.ConvertAll(a => new AnswerToThem(a.Id, a.Text, a.By, a.SubmittedAt, a.DeliveredAt)));
        }
    }

    async IAsyncEnumerable<AuthorsPost> PostsAsync(string channel, string author)
    {
        var parts = database.PartsAsync(Guid.Empty, p => p.Id, (db, last) => db.Posts.Where(p => p.Channel == channel && p.AuthorId == author && p.Id > last).OrderBy(p => p.Id));
        await foreach (var p in parts)
            yield return new(p.NetworkId, p.ConversationId, p.Text, p.AuthorName, p.Url, p.Attachments, p.ReceivedAt, p.DeletedAt);
    }
}
