using Escalation.Access;
using Escalation.Questions;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class WhatTeaches
{
    Teaching _teaching = null!;

    [TearDown]
    public async Task StopAsync() => await _teaching.DisposeAsync();

    [TestCase("topic:delivery", "delivery forwarded mia")]
    [TestCase("topic:billing", "billing forwarded mia", Description = "the one that it has already")]
    [TestCase("expert:bob", "", Description = "a person is no topic")]
    [TestCase("topic:unknown", "", Description = "refused")]
    public async Task Forwarding_to_a_topic(string to, string taught)
    {
        _teaching = await Teaching.StartAsync("My thing is late");
        await _teaching.ForwardAsync(to);
        await AssertTaughtAsync(taught);
    }

    [Test]
    public async Task A_manager_who_gives_it_its_topic()
    {
        _teaching = await Teaching.StartAsync("My thing is late", topic: null, expert: null, ConversationState.Triage);
        await _teaching.ForwardAsync("topic:delivery");
        await AssertTaughtAsync("delivery forwarded mia");
        var example = (await _teaching.ExamplesAsync()).Single();
        Assert.That(_teaching.Learned, Is.EqualTo(new[] { new TaughtQuestion(example.Id, _teaching.Question, "My thing is late", "delivery", "site/zoe") }));
        Assert.That(example.Id, Is.Positive);
    }

    [TestCase("topic:sales", "sales declined ben")]
    [TestCase("expert:bob", "")]
    [TestCase(null, "")]
    public async Task Declining_with_a_suggestion(string? suggest, string taught)
    {
        _teaching = await Teaching.StartAsync("My thing is late");
        await _teaching.DeclineAsync("ben", suggest);
        await AssertTaughtAsync(taught);
    }

    [TestCase("notAQuestion", "none closed mia")]
    [TestCase("spam", "none closed mia")]
    [TestCase("answered", "")]
    [TestCase("duplicate", "")]
    [TestCase("abandoned", "")]
    public async Task Closing_as_something_that_is_about_nothing(string reason, string taught)
    {
        _teaching = await Teaching.StartAsync("You are all wonderful people");
        await _teaching.CloseAsync(reason);
        await AssertTaughtAsync(taught);
    }

    [TestCase("ben", "billing", "ben", "billing answered ben", Description = "who knows the topic confirms it")]
    [TestCase("ben", "billing", "bob", "billing answered ben", Description = "also by taking it over")]
    [TestCase("bob", "billing", "bob", "", Description = "they knew the topic when they were given it, perhaps")]
    [TestCase("sam", "billing", "sam", "", Description = "the substitute of who is away")]
    [TestCase("kim", "sales", "kim", "sales answered kim", Description = "a manager who knows the topic")]
    [TestCase("kim", "billing", "kim", "", Description = "a manager who does not")]
    [TestCase("mia", "billing", "ben", "", Description = "a manager who takes it over")]
    public async Task Answering(string who, string? topic, string holder, string taught)
    {
        _teaching = await Teaching.StartAsync("My thing is late", topic, holder);
        Assert.That(await _teaching.AnswerAsync(who), Is.TypeOf<Outcome.Done>());
        await AssertTaughtAsync(taught);
    }

    [TestCase("bob", "billing", "delivery answered bob", Description = "their only topic")]
    [TestCase("bob", null, "delivery answered bob", Description = "out of triage")]
    [TestCase("sam", "delivery", "sales answered sam", Description = "whom they stand in for does not know this topic")]
    [TestCase("sam", "billing", "", Description = "for whom they stand in, perhaps")]
    public async Task Answering_what_was_forwarded_to_a_person(string who, string? topic, string taught)
    {
        _teaching = await Teaching.StartAsync("My thing is late", topic);
        await _teaching.ForwardAsync($"expert:{who}");
        await _teaching.AnswerAsync(who);
        await AssertTaughtAsync(taught);
    }

    [Test]
    public async Task Answering_what_a_colleague_suggested_them_for()
    {
        _teaching = await Teaching.StartAsync("My thing is late");
        await _teaching.DeclineAsync("ben", "expert:bob");
        await _teaching.ChangeAsync(c => (c.Expert, c.State) = ("bob", ConversationState.Assigned));
        await _teaching.AnswerAsync("bob");
        await AssertTaughtAsync("delivery answered bob");
    }

    [Test]
    public async Task An_example_whose_text_is_gone_is_taught_again_by_what_stands()
    {
        _teaching = await Teaching.StartAsync("My thing is late");
        await _teaching.ForwardAsync("topic:billing");
        await _teaching.ReplyAsync("I still wait for my thing");
        await _teaching.DeleteAsync("p1");
        await _teaching.AnswerAsync("ben");
        await AssertTaughtAsync("billing forwarded mia, billing answered ben");
        Assert.That(_teaching.Learned.Select(l => l.Text), Is.EqualTo(new[] { "My thing is late", "I still wait for my thing" }));
    }

    [Test]
    public async Task A_substitute_who_answers_when_the_other_is_back_was_given_it_as_one()
    {
        _teaching = await Teaching.StartAsync("My thing is late", "billing", "sam");
        await _teaching.ChangeAsync(c => c.AssignedAt = Some.Monday.AddHours(1));
        _teaching.Clock.Advance(TimeSpan.FromDays(2));
        await _teaching.AnswerAsync("sam");
        await AssertTaughtAsync("");
    }

    [TestCase("I wait for an offer", "sales answered eva", Description = "the likeliest of theirs")]
    [TestCase("My invoice is wrong", "", Description = "the likeliest is none of theirs")]
    [TestCase("Something is wrong", "", Description = "nothing is likely")]
    public async Task An_expert_of_several_other_topics_who_answers(string text, string taught)
    {
        _teaching = await Teaching.StartAsync(text);
        await _teaching.ForwardAsync("expert:eva");
        await _teaching.AnswerAsync("eva");
        await AssertTaughtAsync(taught);
    }

    [Test]
    public async Task A_holding_reply_does_not()
    {
        _teaching = await Teaching.StartAsync("My thing is late");
        await _teaching.AnswerAsync("ben", holding: true);
        await AssertTaughtAsync("");
    }

    [Test]
    public async Task What_was_said_last_is_not_said_again()
    {
        _teaching = await Teaching.StartAsync("My thing is late", topic: null, expert: null, ConversationState.Triage);
        await _teaching.ForwardAsync("topic:billing");
        await _teaching.AnswerAsync("ben");
        await _teaching.AnswerAsync("ben");
        await _teaching.ForwardAsync("topic:delivery");
        await _teaching.ForwardAsync("topic:billing");
        await AssertTaughtAsync("billing forwarded mia, delivery forwarded mia, billing forwarded mia");
        Assert.That(_teaching.Learned.Select(l => l.Topic), Is.EqualTo(new[] { "billing", "delivery", "billing" }));
    }

    [Test]
    public async Task A_question_that_is_gone_does_not()
    {
        _teaching = await Teaching.StartAsync("");
        await _teaching.ForwardAsync("topic:delivery");
        await AssertTaughtAsync("");
    }

    async Task AssertTaughtAsync(string expected)
    {
        Assert.That(await _teaching.TaughtAsync(), Is.EqualTo(expected));
        Assert.That(_teaching.Learned, Has.Count.EqualTo(expected == "" ? 0 : expected.Split(", ").Length));
    }
}
