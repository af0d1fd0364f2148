using Escalation.Topics;

namespace Escalation.Benchmarks.Topics;

/// <summary>How often the model is right, and whether it knows when it is not.</summary>
static class Quality
{
    static readonly TopicOptions Options = new();

    public static void Measure(Banking banking, int seeds)
    {
        Report.Heading("Quality", "measure", "goal", "mean", "each seed");
        var full = Seeds("all training rows", seeds, seed => EvaluateTopics.Run(banking.Train, banking.Test, null, Options, seed: seed));
        Row("accuracy", "at least 91.5", full, e => 100 * e.InScopeAccuracy, "0.00");
        Row("calibration error in scope", "at most 0.03", full, e => e.CalibrationError, "0.000");
        Row("accuracy of what is routed at 0.7", "", full, e => 100 * e.AccuracyWhenSure ?? 0, "0.00");
        Row("share routed at 0.7", "", full, e => 100 * e.Coverage, "0.00");
        var typos = Seeds("20 % typos", seeds, seed => EvaluateTopics.Run(banking.Train, banking.TestWithTypos(seed), null, Options, seed: seed));
        Row("accuracy with 20 % typos", "at least 87.5", typos, e => 100 * e.InScopeAccuracy, "0.00");
        var ten = Seeds("10 examples a topic", seeds, seed => EvaluateTopics.Run(banking.Some(10, seed), banking.Test, null, Options, seed: seed));
        Row("accuracy with 10 examples a topic", "at least 75.5", ten, e => 100 * e.InScopeAccuracy, "0.00");
        var keywords = banking.Keywords();
        var words = Seeds("name and keywords", seeds, seed => EvaluateTopics.Run([], banking.Test, null, Options, keywords, seed));
        Row("accuracy with name and 5 keywords only", "at least 59", words, e => 100 * e.InScopeAccuracy, "0.00");

        var unknown = Seeds("a quarter of the topics unknown", seeds, seed => WithUnknown(banking, seed));
        Row("a quarter unknown: AUROC", "at least 0.86", unknown, e => e.OutOfScopeAuroc ?? 0, "0.000");
        Row("a quarter unknown: kept at 0.7", "", unknown, e => 100 * e.Kept, "0.0");
        Row("a quarter unknown: not routed at 0.7", "", unknown, e => 100 * e.OutOfScopeRecall ?? 0, "0.0");
        Row("a quarter unknown: right of those routed", "", unknown, e => 100 * e.AccuracyWhenSure ?? 0, "0.0");
        Row("a quarter unknown: calibration error", "", unknown, e => e.CalibrationError, "0.000");
    }

    static TopicEvaluation WithUnknown(Banking banking, int seed)
    {
        var random = new Random(seed);
        var unknown = banking.Topics.OrderBy(_ => random.Next()).Take(banking.Topics.Count / 4).ToHashSet();
        return EvaluateTopics.Run([.. banking.Train.Where(q => !unknown.Contains(q.Category))], banking.Test, null, Options, seed: seed);
    }

    static List<TopicEvaluation> Seeds(string what, int seeds, Func<int, TopicEvaluation> run)
    {
        Report.Say(what);
        return [.. Enumerable.Range(1, seeds).Select(run)];
    }

    static void Row(string what, string goal, List<TopicEvaluation> runs, Func<TopicEvaluation, double> figure, string format) =>
        Report.Row(what, goal, Report.Number(runs.Average(figure), format), string.Join(", ", runs.Select(run => Report.Number(figure(run), format))));
}
