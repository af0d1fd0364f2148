using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Topics;

/// <summary>Two replicas on one store, each with a model of its own.</summary>
public class LearnedTopicsTests
{
    static readonly OrganizationFile Company = new() { Topics = [Some.Topic("billing", "invoice"), Some.Topic("delivery", "parcel"), Some.Topic("repairs", "brake")] };
    static readonly string[] Leasing = ["Do you lease bicycles to companies?", "Is leasing a bicycle through my company possible?", "My company pays the leasing of a bicycle"];
    const string Fourth = "Can a company lease bicycles from you?";

    Store _store = null!;
    LearnedTopics _one = null!, _other = null!;
    FollowExamples _following = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _store = await Store.NewAsync();
        _store.Organization.Set(new Applied(1, Company));
        _one = new LearnedTopics(_store.Database, _store.Organization, new TopicOptions());
        _other = new LearnedTopics(_store.Database, _store.Organization, new TopicOptions());
        await _one.BuildAsync(default);
        await _other.BuildAsync(default);
        _following = new FollowExamples(_store.Database, _other, _store.Organization, _store.Clock, NullLogger<FollowExamples>.Instance);
    }

    [TearDown]
    public ValueTask CleanUpAsync()
    {
        _following.Dispose();
        return _store.DisposeAsync();
    }

    [Test]
    public async Task Three_questions_of_a_kind_teach_the_fourth()
    {
        Assert.That(Best(_one, Fourth).Confidence, Is.LessThan(0.7));
        await TeachAsync("billing", Leasing);
        foreach (var learned in new[] { _one, await BuiltAsync() })
        {
            Assert.That(Best(learned, Fourth).Topic, Is.EqualTo("billing"));
            Assert.That(Best(learned, Fourth).Confidence, Is.GreaterThan(0.7));
            Assert.That(Best(learned, Fourth).Words, Does.Contain("company").Or.Contains("lease"));
        }
    }

    [Test]
    public async Task Another_replica_learns_within_seconds_and_is_the_same_within_a_minute()
    {
        await _following.FollowAsync(default);
        await TeachAsync("billing", Leasing);
        await _following.FollowAsync(default);
        Assert.That(Best(_other, Fourth).Topic, Is.EqualTo("billing"), "at the next look");
        Assert.That(_other.BuiltThrough, Is.EqualTo(0), "not built yet");

        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.That(_other.BuiltThrough, Is.EqualTo(3));
        Assert.That(Best(_other, Fourth), Is.EqualTo(Best(await BuiltAsync(), Fourth)).Using<TopicGuess>(Same));
    }

    [Test]
    public async Task Teaching_that_never_pauses_does_not_put_off_the_model_for_more_than_a_minute()
    {
        await _following.FollowAsync(default);
        for (var i = 0; i < 15; i++)
        {
            await TeachAsync("billing", $"{Leasing[i % 3]} {i}");
            await PassAsync(TimeSpan.FromSeconds(4));
        }
        Assert.That(_other.BuiltThrough, Is.GreaterThan(0));
    }

    [Test]
    public async Task Without_teaching_nothing_is_built_but_once_in_an_hour_what_was_erased_is_forgotten()
    {
        await TeachAsync("billing", Leasing);
        var built = await BuiltAsync();
        using var following = new FollowExamples(_store.Database, built, _store.Organization, _store.Clock, NullLogger<FollowExamples>.Instance);
        await EraseAsync();
        await following.FollowAsync(default);
        _store.Clock.Advance(TimeSpan.FromMinutes(50));
        await following.FollowAsync(default);
        Assert.That(built.Counts.For("billing", null), Is.EqualTo(3), "what it was built from is not new");
        _store.Clock.Advance(TimeSpan.FromMinutes(10));
        await following.FollowAsync(default);
        Assert.That(built.Counts.For("billing", null), Is.EqualTo(0));
    }

    [Test]
    public async Task A_question_that_is_taught_twice_is_not_two_askers()
    {
        var conversation = Guid.NewGuid();
        _one.Learn(new TaughtQuestion(1, conversation, "My parcel for Quentin", "billing", "site/zoe"));
        _one.Learn(new TaughtQuestion(2, conversation, "My parcel for Quentin", "delivery", "site/zoe"));
        Assert.That(Best(_one, "My parcel for Quentin").Topic, Is.EqualTo("delivery"));
        _one.Learn(new TaughtQuestion(3, Guid.NewGuid(), "Another parcel for Quentin", "delivery", "site/zoe"));
        Assert.That(Shared(), Is.Empty, "the same asker again");
        _one.Learn(new TaughtQuestion(4, Guid.NewGuid(), "Are you Quentin?", "delivery", "site/yan"));
        Assert.That(Shared(), Does.Contain("quentin"));
        IEnumerable<string> Shared() => _one.Guess("Quentin", _store.Organization.Now.File).SelectMany(guess => guess.Shared);
    }

    [Test]
    public async Task Of_several_examples_of_a_conversation_the_last_counts()
    {
        var conversation = Some.Conversation();
        var post = new Post { Id = Guid.NewGuid(), ConversationId = conversation.Id, Channel = "site", NetworkId = "p", Text = Fourth, AuthorId = "zoe", AuthorName = "Zoe", ByAsker = true };
        await _store.AddAsync(conversation, post);
        foreach (var topic in new[] { "billing", "repairs" })
            await _store.AddAsync(new TopicExample { ConversationId = conversation.Id, PostId = post.Id, Topic = topic, How = TaughtBy.Forwarding, By = "mia" });
        var built = await BuiltAsync();
        Assert.That(Best(built, Fourth).Topic, Is.EqualTo("repairs"));
        Assert.That((built.Counts.For("billing", null), built.Counts.For("repairs", null)), Is.EqualTo((0, 1)));
        built.Learn(new TaughtQuestion(1, conversation.Id, Fourth, "billing", "site/zoe"));
        Assert.That(Best(built, Fourth).Topic, Is.EqualTo("repairs"), "the earlier one came late");
    }

    [Test]
    public async Task What_was_erased_is_forgotten()
    {
        await TeachAsync("billing", Leasing);
        Assert.That((await BuiltAsync()).Counts.For("billing", null), Is.EqualTo(3));
        await EraseAsync();
        Assert.That((await BuiltAsync()).Counts.For("billing", null), Is.EqualTo(0));
    }

    [Test]
    public async Task An_example_that_is_taught_while_the_model_is_built_is_in_it()
    {
        await TeachAsync("billing", Leasing[..2]);
        var building = _one.BuildAsync(default);
        _one.Learn(new TaughtQuestion(99, Guid.NewGuid(), Fourth, "repairs", "site/zoe"));
        await building;
        Assert.That(Best(_one, Fourth).Topic, Is.EqualTo("repairs"));
    }

    [Test]
    public async Task A_topic_that_goes_and_comes_back_has_kept_its_examples()
    {
        await TeachAsync("billing", Leasing);
        _store.Organization.Set(new Applied(2, Company with { Topics = Company.Topics.RemoveAt(0) }));
        await _following.FollowAsync(default);
        Assert.That(_other.Guess(Fourth, _store.Organization.Now.File).Select(g => g.Topic), Does.Not.Contain("billing"));
        Assert.That(_other.OrganizationVersion, Is.EqualTo(2));
        _store.Organization.Set(new Applied(3, Company));
        await _following.FollowAsync(default);
        Assert.That(Best(_other, Fourth).Topic, Is.EqualTo("billing"));
        Assert.That(_other.OrganizationVersion, Is.EqualTo(3));
    }

    async Task<LearnedTopics> BuiltAsync()
    {
        var learned = new LearnedTopics(_store.Database, _store.Organization, new TopicOptions());
        await learned.BuildAsync(default);
        return learned;
    }

    Task EraseAsync() => _store.Database.WriteAsync(db =>
    {
        foreach (var post in db.Posts)
            post.Text = "";
        return Task.CompletedTask;
    });

    /// <summary>As <see cref="Teach"/> does on the first replica.</summary>
    async Task TeachAsync(string topic, params string[] texts)
    {
        await TopicClassifierTests.TeachAsync(_store, texts.Length, topic, text: i => texts[i]);
        foreach (var example in (await _store.AllAsync<TopicExample>()).OrderBy(e => e.Id).TakeLast(texts.Length).Zip(texts))
            _one.Learn(new TaughtQuestion(example.First.Id, example.First.ConversationId, example.Second, topic, "site/zoe"));
    }

    /// <summary>Looking every two seconds.</summary>
    async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(2))
        {
            _store.Clock.Advance(TimeSpan.FromSeconds(2));
            await _following.FollowAsync(default);
        }
    }

    TopicGuess Best(LearnedTopics learned, string text) => learned.Guess(text, _store.Organization.Now.File)[0];

    static bool Same(TopicGuess one, TopicGuess other) => one.Topic == other.Topic && one.Confidence == other.Confidence && one.Words.SequenceEqual(other.Words);
}
