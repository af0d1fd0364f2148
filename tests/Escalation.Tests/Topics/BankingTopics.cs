using System.Globalization;
using CsvHelper;
using Escalation.Testing;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

/// <summary>The least that the model may be on questions of a real bank; the figures themselves are in the benchmark's results.</summary>
public class BankingTopics
{
    [Test]
    public void The_model_is_better_than_others_without_pretraining()
    {
        var folder = Shared.Folder("data/banking77");
        var evaluation = EvaluateTopics.Run(Read(folder, "train.csv"), Read(folder, "test.csv"), null, new TopicOptions());
        Assert.That(evaluation.InScopeAccuracy, Is.GreaterThanOrEqualTo(0.915));
        Assert.That(evaluation.CalibrationError, Is.LessThanOrEqualTo(0.03));
        Assert.That(evaluation.ModelBytes, Is.LessThan(64 << 20));
        Assert.That((evaluation.Topics, evaluation.TrainRows, evaluation.TestRows), Is.EqualTo((77, 10_003, 3_080)));
    }

    static List<LabelledQuestion> Read(string folder, string name)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(folder, name)), CultureInfo.InvariantCulture);
        return [.. csv.GetRecords<Row>().Select(row => new LabelledQuestion(row.text, row.category))];
    }

    sealed record Row(string text, string category);
}
