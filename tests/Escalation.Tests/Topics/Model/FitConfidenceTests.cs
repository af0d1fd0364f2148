using Escalation.Topics.Model;

namespace Escalation.Tests.Topics.Model;

public class FitConfidenceTests
{
    [Test]
    public void Without_anything_judged_it_is_the_usual_curve() =>
        Assert.That(Parameters(FitConfidence.To([], 0.2)), Is.EqualTo(Parameters(FitConfidence.Usual)).Within(1e-6));

    [Test]
    public void Many_judged_questions_tell_their_own_curve()
    {
        var truth = new Confidence(-1, 0.9, 0.3, 0.5);
        var random = new Random(1);
        var judged = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var evidence = Evidence(random);
            return new Judged(evidence, Right: random.NextDouble() < truth.Of(evidence), Unknown: false);
        }).ToList();
        Assert.That(Parameters(FitConfidence.To(judged, 0)), Is.EqualTo(Parameters(truth)).Within(0.15));
    }

    [Test]
    public void The_more_unknown_questions_are_expected_the_less_sure_it_is()
    {
        var random = new Random(2);
        var judged = Enumerable.Range(0, 2000).Select(i =>
        {
            var evidence = Evidence(random);
            return new Judged(evidence, Right: i % 4 != 0 && random.NextDouble() < FitConfidence.Usual.Of(evidence), Unknown: i % 4 == 0);
        }).ToList();
        var middling = new Evidence(0, 1, 0.8f);
        var sure = new[] { 0, 0.1, 0.2, 0.5 }.Select(share => FitConfidence.To(judged, share).Of(middling)).ToList();
        Assert.That(sure, Is.Ordered.Descending);
        Assert.That(sure[0] - sure[^1], Is.GreaterThan(0.1));
    }

    [Test]
    public void What_was_judged_perversely_does_not_make_more_evidence_less_confidence()
    {
        var judged = Enumerable.Range(0, 500).Select(i => new Judged(new Evidence(i % 10, i % 7, 0.5f), Right: i % 10 < 5, Unknown: false)).ToList();
        var fitted = FitConfidence.To(judged, 0.2);
        Assert.That(Parameters(fitted)[1..], Is.All.GreaterThanOrEqualTo(0));
        Assert.That(Parameters(fitted), Is.All.Not.NaN);
    }

    [Test]
    public void Where_all_is_right_it_still_is_a_curve()
    {
        var judged = Enumerable.Range(0, 5000).Select(i => new Judged(new Evidence(20 + i % 10, 30, 1), Right: true, Unknown: false)).ToList();
        var fitted = FitConfidence.To(judged, 0.2);
        Assert.That(Parameters(fitted), Is.All.Not.NaN.And.All.LessThan(1000));
        Assert.That(fitted.Of(new Evidence(25, 30, 1)), Is.GreaterThan(0.99));
    }

    static Evidence Evidence(Random random) => new((float)(6 * random.NextDouble() - 3), (float)(4 * random.NextDouble()), (float)random.NextDouble());

    static double[] Parameters(Confidence c) => [c.Bias, c.Score, c.Margin, c.Known];
}
