using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <param name="Text">What the asker wrote themselves.</param>
/// <param name="Language">Of the question; null: not known.</param>
public sealed record StoredExample(long Id, Guid ConversationId, string Text, string? Topic, string? Language);

/// <summary>What people taught, from the database.</summary>
static class StoredExamples
{
    /// <summary>The newest, so that learning all of them takes seconds however old the company is. The others stay stored.</summary>
    const int Most = 20_000;

    /// <summary>In the order in which they came, the last of each conversation; what was erased is not there.</summary>
    public static async Task<List<StoredExample>> LoadAsync(EscalationDb db, CancellationToken cancellation)
    {
        var newest = await TextsAsync(db, db.TopicExamples.OrderByDescending(e => e.Id).Take(Most), cancellation);
        return [.. newest.GroupBy(e => e.ConversationId).Select(g => g.Last()).OrderBy(e => e.Id)];
    }

    /// <summary>In the order in which they came.</summary>
    public static Task<List<StoredExample>> LoadAsync(EscalationDb db, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        TextsAsync(db, db.TopicExamples.Where(e => ids.Contains(e.Id)), cancellation);

    static async Task<List<StoredExample>> TextsAsync(EscalationDb db, IQueryable<TopicExample> examples, CancellationToken cancellation)
    {
        var rows = await (
            from example in examples
            join post in db.Posts on example.PostId equals post.Id
            join conversation in db.Conversations on example.ConversationId equals conversation.Id
            where post.Text != ""
            select new StoredExample(example.Id, example.ConversationId, post.Text, example.Topic, conversation.Language)).ToListAsync(cancellation);
        return [.. rows.OrderBy(row => row.Id).Select(row => row with { Text = Substance.Of(row.Text) })];
    }
}
