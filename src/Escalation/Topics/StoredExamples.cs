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
    /// <summary>More than the words that the model looks at, so that long mails are not all in memory at once.</summary>
    const int MostCharacters = 8_000;

    /// <summary>In the order in which they came, the last of each conversation; what was erased is not there.</summary>
    public static Task<List<StoredExample>> LoadAsync(EscalationDb db, CancellationToken cancellation) =>
        TextsAsync(db, db.LastExamples().OrderByDescending(e => e.Id).Take(Most), cancellation);

    /// <summary>In the order in which they came.</summary>
    public static Task<List<StoredExample>> LoadAsync(EscalationDb db, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        TextsAsync(db, db.TopicExamples.Where(e => ids.Contains(e.Id)), cancellation);

    /// <summary>Of several examples of a conversation the last counts.</summary>
    public static IQueryable<TopicExample> LastExamples(this EscalationDb db) =>
        db.TopicExamples.Where(e => !db.TopicExamples.Any(later => later.ConversationId == e.ConversationId && later.Id > e.Id));

    static async Task<List<StoredExample>> TextsAsync(EscalationDb db, IQueryable<TopicExample> examples, CancellationToken cancellation)
    {
        var rows = await (
            from example in examples
            join post in db.Posts on example.PostId equals post.Id
            join conversation in db.Conversations on example.ConversationId equals conversation.Id
            where post.Text != ""
            select new StoredExample(example.Id, example.ConversationId, post.Text.Substring(0, MostCharacters), example.Topic, conversation.Language)).ToListAsync(cancellation);
        rows.Sort((a, b) => a.Id.CompareTo(b.Id));
        return rows.ConvertAll(row => row with { Text = Substance.Of(row.Text) });
    }
}
