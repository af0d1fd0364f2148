using Escalation.Topics.Model;

namespace Escalation.Tests.Topics.Model;

public class JudgeHeldOutTests
{
    static readonly string[] Words = ["parcel", "invoice", "brake", "sleeping bag", "weather"];

    [TestCase(600, 120, Description = "three models")]
    [TestCase(2000, 120, Description = "two models")]
    [TestCase(30, 120, Description = "ten models")]
    [TestCase(2000, 1000, 500, Description = "one model, and half of them are enough")]
    public void Enough_unknown_questions_are_each_asked_once(int ofEachTopic, int real, int? asked = null)
    {
        var judged = JudgeHeldOut.Of(4, [], [.. Questions(4, ofEachTopic), .. Unknown(real)], seed: 1);
        Assert.That(judged.Count(j => j.Unknown), Is.EqualTo(asked ?? real).Within(asked is null ? 0 : 50));
    }

    [Test]
    public void While_there_are_few_a_topic_plays_the_unknown()
    {
        var judged = JudgeHeldOut.Of(4, [], [.. Questions(4, 60), .. Unknown(5)], seed: 1);
        Assert.That(judged.Count(j => j.Unknown), Is.EqualTo(4 * 60 + 5), "each topic once, and the five");
    }

    [Test]
    public void Of_two_topics_none_can_play() =>
        Assert.That(JudgeHeldOut.Of(2, [], Questions(2, 60), seed: 1).Count(j => j.Unknown), Is.Zero);

    static Example[] Questions(int topics, int each) =>
        [.. from topic in Enumerable.Range(0, topics) from i in Enumerable.Range(0, each) select new Example($"{Words[topic]} number {i}", topic)];

    static IEnumerable<Example> Unknown(int count) => Enumerable.Range(0, count).Select(i => new Example($"the {Words[4]} of day {i}", Examples.NoTopic));
}
