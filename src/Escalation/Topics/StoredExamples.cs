using Escalation.Storage;
using Escalation.Topics.Model;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <param name="Text">What the asker wrote themselves.</param>
/// <param name="Language">Of the question; null: not known.</param>
/// <param name="Asker">Tells one asker from another.</param>
public sealed record StoredExample(long Id, Guid ConversationId, string Text, string? Topic, string? Language, string Asker);

/// <summary>What people taught, from the database.</summary>
static class StoredExamples
{
    /// <summary>The newest, so that learning all of them takes seconds however old the company is. The others stay stored.</summary>
    const int Most = 20_000;

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
        var rows =
            from example in examples
            join post in db.Posts on example.PostId equals post.Id
            join conversation in db.Conversations on example.ConversationId equals conversation.Id
            where post.Text != ""
            select new StoredExample(example.Id, example.ConversationId, post.Text, example.Topic, conversation.Language, post.Channel + "/" + post.AuthorId);
        var stored = new List<StoredExample>();
        var words = new QuestionWords();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var own = Substance.Of(row.Text);
            words.Read(own);
            // Long mails are not all in memory at once.
            stored.Add(row with { Text = own[..words.End] });
        }
        stored.Sort((a, b) => a.Id.CompareTo(b.Id));
        return stored;
    }
}
