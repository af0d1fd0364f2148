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
        Assert.That(judged.Average(j => fitted.Of(j.Evidence)), Is.EqualTo(0.5).Within(0.02), "right half of the time");
    }

    [TestCase(1.2, -0.4, 1, Description = "the margin speaks against it")]
    [TestCase(1.2, 0.5, -3, Description = "what is known speaks against it")]
    [TestCase(-1, 0.8, -2)]
    public void With_a_slope_held_at_nought_the_others_still_fit(double score, double margin, double known)
    {
        var truth = new Confidence(-1.5, score, margin, known);
        var random = new Random(3);
        var judged = Enumerable.Range(0, 5000).Select(_ =>
        {
            var evidence = Evidence(random);
            return new Judged(evidence, Right: random.NextDouble() < truth.Of(evidence), Unknown: false);
        }).ToList();
        var fitted = FitConfidence.To(judged, 0);
        Assert.That(judged.Average(j => fitted.Of(j.Evidence)), Is.EqualTo(judged.Count(j => j.Right) / (double)judged.Count).Within(0.01));
        // At the best there is, no allowed change of one parameter is better.
        for (var i = 0; i < 4; i++)
        {
            foreach (var change in new[] { -0.02, 0.02 })
            {
                var other = Parameters(fitted);
                other[i] += change;
                if (i == 0 || other[i] >= 0)
                    Assert.That(Loss(new Confidence(other[0], other[1], other[2], other[3]), judged), Is.GreaterThan(Loss(fitted, judged) - 1.5), "but for what holds it near the usual one");
            }
        }

        static double Loss(Confidence curve, List<Judged> judged) => judged.Sum(j => -Math.Log(j.Right ? curve.Of(j.Evidence) : 1 - curve.Of(j.Evidence)));
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
