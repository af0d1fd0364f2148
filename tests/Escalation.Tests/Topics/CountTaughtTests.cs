using Escalation.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class CountTaughtTests
{
    [Test]
    public async Task The_last_example_of_each_conversation_counts_by_topic_and_language()
    {
        await using var store = await Store.NewAsync();
        await TeachAsync(store, "en", "My parcel is late", "billing", "delivery");
        await TeachAsync(store, "en", "Where is my parcel?", "delivery");
        await TeachAsync(store, null, "Parcel!!", "delivery");
        await TeachAsync(store, "en", "You are great", "delivery", null);
        await TeachAsync(store, "nl", "", "delivery");
        var counts = await store.Database.ReadAsync(db => db.TaughtAsync(default));
        Assert.That(counts.OrderBy(c => c.Count), Is.EqualTo(new[]
        {
            new TaughtCount("delivery", null, 1, Some.Monday), new TaughtCount("delivery", "en", 2, Some.Monday.AddMinutes(1)),
        }));
    }

    static async Task TeachAsync(Store store, string? language, string text, params string?[] topics)
    {
        var conversation = Some.Conversation();
        (conversation.Id, conversation.Language) = (Guid.NewGuid(), language);
        var post = new Post { Id = Guid.NewGuid(), ConversationId = conversation.Id, Channel = "site", NetworkId = conversation.Id.ToString(), Text = text, AuthorId = "zoe", AuthorName = "Zoe" };
        await store.AddAsync(conversation, post);
        foreach (var (minute, topic) in topics.Index())
            await store.AddAsync(new TopicExample { ConversationId = conversation.Id, PostId = post.Id, Topic = topic, How = TaughtBy.Forwarding, By = "mia", At = Some.Monday.AddMinutes(minute) });
    }
}
