using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <param name="Language">Null: not known.</param>
/// <param name="LastAt">When the last of them was taught.</param>
public sealed record TaughtCount(string Topic, string? Language, int Count, DateTimeOffset LastAt);

/// <summary>How many examples people taught of each topic, also of those that are not there now. Of a conversation the last counts; what was erased does not.</summary>
public static class CountTaught
{
    public static Task<List<TaughtCount>> TaughtAsync(this EscalationDb db, CancellationToken cancellation) => (
        from example in db.LastExamples()
        where example.Topic != null
        join post in db.Posts on example.PostId equals post.Id
        where post.Text != ""
        join conversation in db.Conversations on example.ConversationId equals conversation.Id
        group example by new { example.Topic, conversation.Language } into same
        select new TaughtCount(same.Key.Topic!, same.Key.Language, same.Count(), same.Max(e => e.At))).ToListAsync(cancellation);
}
