using Escalation.Topics;

namespace Escalation.Benchmarks.Topics;

/// <summary>What learning one by one makes of the model.</summary>
static class Learning
{
    const int Corrections = 500;

    public static void Measure(Banking banking, int seeds)
    {
        Report.Heading("Learning one by one", "measure", "goal", "mean", "each seed");
        Report.Say("topics in blocks");
        var blocks = Enumerable.Range(1, seeds).Select(seed => InBlocks(banking, seed)).ToList();
        Row("accuracy after learning topic after topic from nothing", "at least 89.5", blocks, "0.00");

        Report.Say("corrections");
        var corrected = Enumerable.Range(1, seeds).Select(seed => Correct(banking, seed)).ToList();
        Row($"accuracy on half of the rows, before {Corrections} corrections", "", [.. corrected.Select(c => c.Before)], "0.00");
        Row("and after them", "no lower", [.. corrected.Select(c => c.After)], "0.00");
        Row("share of the corrected that are right at once, %", "", [.. corrected.Select(c => c.Fixed)], "0.0");
        Row("a correction, p50, ms", "", [.. corrected.Select(c => c.Took[Corrections / 2].TotalMilliseconds)], "0.00");
        Row("a correction, p99, ms", "5", [.. corrected.Select(c => c.Took[Corrections * 99 / 100].TotalMilliseconds)], "0.00");
    }

    static double InBlocks(Banking banking, int seed)
    {
        var random = new Random(seed);
        var model = TrainedTopics.From(banking.Topics, [], ["en"], [], 0, seed);
        foreach (var topic in banking.Topics.OrderBy(_ => random.Next()))
        {
            foreach (var question in banking.Train.Where(q => q.Category == topic).OrderBy(_ => random.Next()))
                model.Learn(new TopicText(question.Text, topic));
        }
        return Accuracy(model, banking);
    }

    static (double Before, double After, double Fixed, List<TimeSpan> Took) Correct(Banking banking, int seed)
    {
        var random = new Random(seed);
        var shuffled = banking.Train.OrderBy(_ => random.Next()).ToList();
        var half = shuffled.Count / 2;
        var model = TrainedTopics.From(banking.Topics, [], ["en"], shuffled.Take(half).Select(q => new TopicText(q.Text, q.Category)), 0, seed);
        var before = Accuracy(model, banking);
        var took = new List<TimeSpan>();
        var right = 0;
        foreach (var wrong in shuffled.Skip(half).Where(q => model.Best(q.Text).Topic != q.Category).Take(Corrections))
        {
            var start = TimeProvider.System.GetTimestamp();
            model.Learn(new TopicText(wrong.Text, wrong.Category));
            took.Add(TimeProvider.System.GetElapsedTime(start));
            right += model.Best(wrong.Text).Topic == wrong.Category ? 1 : 0;
        }
        took.Sort();
        return (before, Accuracy(model, banking), 100.0 * right / took.Count, took);
    }

    static double Accuracy(TrainedTopics model, Banking banking) => 100.0 * banking.Test.Count(q => model.Best(q.Text).Topic == q.Category) / banking.Test.Count;

    static void Row(string what, string goal, List<double> figures, string format) =>
        Report.Row(what, goal, Report.Number(figures.Average(), format), string.Join(", ", figures.Select(figure => Report.Number(figure, format))));
}
