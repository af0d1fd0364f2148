using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Topics;

public class ClassifyQuestionTests
{
    Store _store = null!;
    Receiving _receive = null!;
    readonly Judge _judge = new();

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _receive = new Receiving(_store);
        _judge.Asked.Clear();
        _judge.Choice = new TopicChoice("billing", 0.9, [new("billing", 0.9, ["invoice", "zoe"]) { Shared = ["invoice"] }, new("delivery", 0.1, [])]);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_topic_is_told_with_its_confidence_and_words()
    {
        await AskAsync("Where is my invoice?");
        var conversation = await _receive.OnlyConversationAsync();
        Assert.That((conversation.Topic, conversation.Confidence), Is.EqualTo(("billing", 0.9)));
        Assert.That(conversation.Guesses.Select(g => g.Topic), Is.EqualTo(new[] { "billing", "delivery" }));
        Assert.That(await LastAsync(), Is.EqualTo("""classified {"topic":"billing","confidence":0.9,"words":["invoice"]}"""));
    }

    [Test]
    public async Task What_is_not_known_goes_to_triage_with_the_likeliest()
    {
        _judge.Choice = new TopicChoice(null, 0, [new("billing", 0.4, ["invoice", "zoe"]) { Shared = ["invoice"] }]);
        await AskAsync("Where is my invoice?");
        Assert.That(await _receive.OnlyConversationAsync(), Has.Property("Topic").Null.And.Property("Confidence").Null);
        Assert.That(await LastAsync(), Is.EqualTo("""triage {"guesses":[{"topic":"billing","confidence":0.4,"words":["invoice"]}]}"""));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_its_asker_deletes_or_changes_is_not_shown_among_the_words(bool isDeleted)
    {
        await AskAsync("Where is my invoice?", "It is in the name of Zoe");
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = _store.Clock.GetUtcNow();
        await _receive.PostAsync(Some.Post("p0", "Where is it?") with { DeletedAt = isDeleted ? now : null, EditedAt = isDeleted ? null : now });
        Assert.That((await _receive.OnlyConversationAsync()).Guesses.Select(g => (g.Topic, g.Words.Count)), Is.EqualTo(new[] { ("billing", 0), ("delivery", 0) }));
    }

    [Test]
    public async Task The_first_post_of_substance_is_judged_without_what_is_quoted()
    {
        await AskAsync("Hello!", "Where is it?\n> your answer\n-- \nZoe", "My parcel is late");
        Assert.That(_judge.Asked, Is.EqualTo(new[] { "Where is it?" }));
    }

    [Test]
    public async Task Small_talk_alone_is_not_judged()
    {
        await AskAsync("Hello!", "Thanks");
        Assert.That(_judge.Asked, Is.Empty);
        Assert.That((await _receive.OnlyConversationAsync()).Guesses, Is.Empty);
        Assert.That(await LastAsync(), Is.EqualTo("""triage {"smallTalk":true}"""));
    }

    [TestCase("Where is my invoice?", null, "en")]
    [TestCase("Where is my invoice?", "nl-BE", "nl-BE", Description = "the network said so")]
    [TestCase("invoice", null, null)]
    [TestCase("Hi\n> Où est mon colis ? Je ne sais pas.", null, null, Description = "what is quoted is not the asker's")]
    public async Task The_language_is_detected_where_the_network_does_not_tell(string text, string? said, string? language)
    {
        await _receive.PostAsync(Some.Post("p0", text) with { Language = said });
        await ClassifyAsync();
        Assert.That((await _receive.OnlyConversationAsync()).Language, Is.EqualTo(language));
    }

    [TestCase("", true)]
    [TestCase("forwarded", false)]
    [TestCase("closed", false)]
    public async Task In_triage_the_question_that_follows_is_judged_once_unless_somebody_decided(string meanwhile, bool isJudged)
    {
        await AskAsync("Hello!");
        await _receive.ChangeAsync((await _receive.OnlyConversationAsync()).Id, c => c.State = ConversationState.Triage);
        if (meanwhile != "")
            await _store.AddAsync(new TimelineEntry { ConversationId = (await _receive.OnlyConversationAsync()).Id, At = Some.Monday, Event = meanwhile });
        _judge.Choice = TopicChoice.DontKnow;
        foreach (var id in (string[])["p2", "p3"])
        {
            await _receive.PostAsync(Some.Post(id, "Where is it?", inReplyTo: "p0"));
            await ClassifyAsync();
        }
        Assert.That(_judge.Asked, Has.Count.EqualTo(isJudged ? 1 : 0));
    }

    async Task AskAsync(params string[] posts)
    {
        foreach (var (i, text) in posts.Index())
            await _receive.PostAsync(Some.Post($"p{i}", text, inReplyTo: i == 0 ? null : "p0"));
        await ClassifyAsync();
    }

    Task ClassifyAsync() => _store.Database.WriteAsync(async db =>
        await new ClassifyQuestion(db, _judge, _store.Organization, _store.Clock).RunAsync(await db.Conversations.SingleAsync(), default));

    async Task<string> LastAsync()
    {
        var last = (await _store.AllAsync<TimelineEntry>()).MaxBy(e => e.Id)!;
        return $"{last.Event} {System.Text.Json.JsonSerializer.Serialize(last.Facts)}";
    }

    sealed class Judge : ITopicClassifier
    {
        public List<string> Asked { get; } = [];
        public TopicChoice Choice { get; set; } = TopicChoice.DontKnow;

        public TopicChoice Classify(string text, string? language, OrganizationFile organization)
        {
            Asked.Add(text);
            return Choice;
        }
    }
}
