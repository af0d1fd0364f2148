using Escalation.Organization;
using Escalation.Questions;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

/// <summary>Keywords first, the learned model after (the SLA rules, section 10).</summary>
public class TopicClassifierTests
{
    static readonly OrganizationFile Company = new() { Topics = [Some.Topic("billing", "invoice", "refund"), Some.Topic("delivery", "parcel", "courier")] };

    [Test]
    public async Task Keywords_of_exactly_one_topic_decide_while_it_has_fewer_than_20_examples()
    {
        await using var store = await Store.NewAsync();
        Assert.That((await ClassifyAsync(store, 19, "my invoice, I mean")).Confidence, Is.EqualTo(1), "by keyword");
        var taught = await ClassifyAsync(store, 1, "my invoice, I mean");
        Assert.That(taught.Confidence, Is.LessThan(1), "by the model");
        Assert.That(taught.Best[0].Topic, Is.EqualTo("billing"));
    }

    [TestCase("nl", 1.0, Description = "none of the 25 examples is in Dutch")]
    [TestCase("en", null)]
    [TestCase("en-GB", null)]
    public async Task Examples_in_another_language_do_not_count(string language, double? confidence)
    {
        await using var store = await Store.NewAsync();
        await TeachAsync(store, 25, "billing", "en");
        var choice = await ClassifyAsync(store, 0, "my invoice", language);
        Assert.That(choice.Confidence, confidence is null ? Is.LessThan(1) : Is.EqualTo(confidence));
    }

    [Test]
    public async Task What_it_does_not_know_comes_with_the_likeliest_topics()
    {
        await using var store = await Store.NewAsync();
        var choice = await ClassifyAsync(store, 0, "my invoice was in the parcel");
        Assert.That((choice.Topic, choice.Confidence), Is.EqualTo(((string?)null, 0d)));
        Assert.That(choice.Best.Select(guess => guess.Topic), Is.EquivalentTo(new[] { "billing", "delivery" }));
        Assert.That(choice.Best.SelectMany(guess => guess.Words), Is.SupersetOf(new[] { "invoice", "parcel" }));
    }

    [Test]
    public async Task A_topic_that_is_retired_is_not_chosen_by_a_model_that_still_knows_it()
    {
        await using var store = await Store.NewAsync();
        await ClassifyAsync(store, 30, "my invoice");
        var learned = new LearnedTopics(store.Database, store.Organization, new TopicOptions());
        await learned.BuildAsync(default);
        var now = Company with { Topics = [.. Company.Topics.Where(t => t.Name != "billing")] };
        Assert.That(new TopicClassifier(learned, new TopicOptions()).Classify("question 7 about money", "en", now).Best.Select(g => g.Topic), Does.Not.Contain("billing"));
    }

    static async Task<TopicChoice> ClassifyAsync(Store store, int examples, string text, string? language = null)
    {
        store.Organization.Set(new Applied(1, Company));
        await TeachAsync(store, examples, "billing", language);
        var learned = new LearnedTopics(store.Database, store.Organization, new TopicOptions());
        await learned.BuildAsync(default);
        return new TopicClassifier(learned, new TopicOptions()).Classify(text, language, Company);
    }

    internal static async Task TeachAsync(Store store, int count, string? topic, string? language = null, Func<int, string>? text = null)
    {
        for (var i = 0; i < count; i++)
        {
            var conversation = Some.Conversation();
            conversation.Id = Guid.NewGuid();
            conversation.Language = language;
            var post = new Post
            {
                Id = Guid.NewGuid(), ConversationId = conversation.Id, Channel = "site", NetworkId = conversation.Id.ToString(),
                Text = text?.Invoke(i) ?? $"question {i} about money", AuthorId = "zoe", AuthorName = "Zoe", ReceivedAt = store.Clock.GetUtcNow(), ByAsker = true,
            };
            await store.AddAsync(conversation, post, new TopicExample { ConversationId = conversation.Id, PostId = post.Id, Topic = topic, How = TaughtBy.Forwarding, By = "mia", At = store.Clock.GetUtcNow() });
        }
    }
}
