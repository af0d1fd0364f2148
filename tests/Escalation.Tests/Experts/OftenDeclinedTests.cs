using Escalation.Experts;
using Escalation.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Experts;

public class OftenDeclinedTests
{
    [TestCase(2, 0, 0, false, TestName = "Two_are_not_often")]
    [TestCase(3, 0, 0, true, TestName = "Three_of_three")]
    [TestCase(3, 6, 0, true, TestName = "A_third")]
    [TestCase(3, 7, 0, false, TestName = "Less_than_a_third")]
    [TestCase(3, 0, 7, true, TestName = "What_was_kept_long_ago_does_not_count")]
    [TestCase(0, 9, 0, false, TestName = "None")]
    public async Task Often(int declined, int kept, int keptLongAgo, bool isOften)
    {
        await using var store = await Store.NewAsync();
        await store.AddAsync([.. Enumerable.Range(0, declined).Select(_ => Declined(Some.Monday.AddDays(-29))), Declined(Some.Monday.AddDays(-31)), Declined(Some.Monday, "sales")]);
        await store.AddAsync([.. Enumerable.Range(0, kept).Select(_ => Kept(Some.Monday.AddDays(-29))), .. Enumerable.Range(0, keptLongAgo).Select(_ => Kept(Some.Monday.AddDays(-31)))]);
        var counts = await store.Database.ReadAsync(db => db.DeclinesAsync(Some.Monday, default));
        var count = counts.GetValueOrDefault(("ann", "billing"), DeclineCount.None);
        Assert.That((count.Declined, count.IsOften), Is.EqualTo((declined, isOften)));
        Assert.That(counts[("ann", "sales")].Declined, Is.EqualTo(1));
    }

    static Decline Declined(DateTimeOffset at, string topic = "billing") => new() { ConversationId = Guid.NewGuid(), Expert = "ann", Topic = topic, At = at };

    static Conversation Kept(DateTimeOffset at)
    {
        var conversation = Some.Conversation("billing", "ann", ConversationState.Closed);
        (conversation.Id, conversation.CreatedAt) = (Guid.NewGuid(), at);
        return conversation;
    }
}
