using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class EvaluateTopicsTests
{
    static readonly LabelledQuestion[] Train =
    [
        .. Of("delivery", "parcel", "courier", "shipping"), .. Of("billing", "invoice", "refund", "price"), .. Of("repairs", "brake", "gear", "chain"),
    ];

    [Test]
    public void Figures_are_shares_of_what_they_say()
    {
        LabelledQuestion[] test = [new("my parcel and courier", "delivery"), new("refund my invoice", "billing"), new("the price of my invoice", "delivery"), new("xyzzy", "nothing")];
        var everything = EvaluateTopics.Run(Train, test, "nothing", new TopicOptions { Sure = 0 });
        Assert.That(everything.InScopeAccuracy, Is.EqualTo(0.6667));
        Assert.That((everything.Coverage, everything.Kept, everything.AccuracyWhenSure, everything.OutOfScopeRecall), Is.EqualTo((1.0, 0.6667, 0.5, 0.0)));
        Assert.That(everything.OutOfScopeAuroc, Is.EqualTo(1), "all of the others are surer than a question without one known word");
        Assert.That((everything.Topics, everything.TrainRows, everything.TestRows), Is.EqualTo((3, 27, 4)));
        Assert.That(everything.ModelBytes, Is.GreaterThan(0));

        var nothing = EvaluateTopics.Run(Train, test, "nothing", new TopicOptions { Sure = 1 });
        Assert.That((nothing.Coverage, nothing.Kept, nothing.AccuracyWhenSure, nothing.OutOfScopeRecall), Is.EqualTo((0.0, 0.0, (double?)null, (double?)1)));
        Assert.That(nothing.CalibrationError, Is.EqualTo(everything.CalibrationError));
    }

    [Test]
    public void A_label_that_training_lacks_is_unknown()
    {
        var evaluation = EvaluateTopics.Run(Train, [new("my parcel", "delivery"), new("xyzzy", "magic")], null, new TopicOptions());
        Assert.That((evaluation.InScopeAccuracy, evaluation.OutOfScopeAuroc), Is.EqualTo((1.0, (double?)1)));
    }

    [Test]
    public void Where_nothing_is_unknown_there_are_no_figures_of_it_and_none_is_expected()
    {
        LabelledQuestion[] test = [new("what about the parcel that I never ordered", "delivery")];
        var evaluation = EvaluateTopics.Run(Train, test, null, new TopicOptions());
        Assert.That((evaluation.OutOfScopeRecall, evaluation.OutOfScopeAuroc), Is.EqualTo(((double?)null, (double?)null)));
        var pessimist = EvaluateTopics.Run(Train, test, null, new TopicOptions { ShareOfUnknown = 0.5 });
        Assert.That(pessimist.CalibrationError, Is.GreaterThan(evaluation.CalibrationError), "a right answer of less confidence");
    }

    [Test]
    public void Training_rows_with_the_label_of_the_unknown_are_learned_as_that()
    {
        LabelledQuestion[] strange = [.. Enumerable.Range(0, 6).Select(i => new LabelledQuestion($"what do cats eat on day {i}", "nothing"))];
        LabelledQuestion[] test = [new("what do cats eat", "nothing"), new("my parcel", "delivery")];
        var with = EvaluateTopics.Run([.. Train, .. strange], test, "nothing", new TopicOptions());
        Assert.That((with.Topics, with.OutOfScopeRecall, with.OutOfScopeAuroc), Is.EqualTo((3, (double?)1, (double?)1)));
    }

    static IEnumerable<LabelledQuestion> Of(string topic, params string[] words) =>
        from word in words from start in (string[])["where is my", "I lost the", "about the"] select new LabelledQuestion($"{start} {word}", topic);
}
