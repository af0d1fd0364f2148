using Escalation.Topics.Model;

namespace Escalation.Topics;

/// <summary>A labelled question.</summary>
public sealed record LabelledQuestion(string Text, string Category);

/// <summary>Figures are fractions; those of unknown questions are null where there were none.</summary>
/// <param name="InScopeAccuracy">Best topic right, before abstaining.</param>
/// <param name="Coverage">In-scope questions routed.</param>
/// <param name="Kept">In-scope questions routed rightly, of all in scope.</param>
/// <param name="AccuracyWhenSure">Routed questions that are right, of all routed; unknown ones count as wrong.</param>
/// <param name="OutOfScopeRecall">Unknown questions not routed.</param>
/// <param name="OutOfScopeAuroc">How likely a question in scope is surer than an unknown one.</param>
/// <param name="CalibrationError">Expected, in 15 bins of equal width over all questions.</param>
/// <param name="MicrosecondsPerQuestion">Median.</param>
public sealed record TopicEvaluation(
    double InScopeAccuracy, double Coverage, double Kept, double? AccuracyWhenSure, double? OutOfScopeRecall, double? OutOfScopeAuroc, double CalibrationError,
    int Topics, int TrainRows, int TestRows, double TrainSeconds, double MicrosecondsPerQuestion, long ModelBytes);

/// <summary>
/// Trains on labelled questions as the service does on a company's, and measures on others. Unknown ones are expected only
/// where the files have any, unless it is configured (decision 14).
/// </summary>
public static class EvaluateTopics
{
    const int Bins = 15;
    /// <summary>So many rows tell in which languages all are.</summary>
    const int TellingLanguage = 500;

    readonly record struct Asked(double Confidence, bool Right, bool Unknown, TimeSpan Took);

    /// <param name="unknown">The label of questions about none of the topics; null: there is none. A test label that training lacks is unknown, too.</param>
    /// <param name="keywords">The words that an expert would give for a topic, if any.</param>
    public static TopicEvaluation Run(
        IReadOnlyCollection<LabelledQuestion> train, IReadOnlyCollection<LabelledQuestion> test, string? unknown, TopicOptions options,
        IReadOnlyDictionary<string, string>? keywords = null, int? seed = null)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var topics = train.Select(q => q.Category).Concat(keywords?.Keys ?? []).Where(category => category != unknown).Distinct().Order(StringComparer.Ordinal).ToList();
        var known = topics.ToHashSet();
        var expectsUnknown = unknown is not null || test.Any(q => !known.Contains(q.Category));
        var trained = TrainedTopics.From(
            topics, topics.Select(topic => new TopicText($"{topic}\n{keywords?.GetValueOrDefault(topic)}", topic)),
            OwnWords.LanguagesOf([], train.Take(TellingLanguage).Select(q => q.Text)),
            train.Select(q => new TopicText(q.Text, q.Category == unknown ? null : q.Category)),
            options.ShareOfUnknown ?? (expectsUnknown ? TopicOptions.UsualShareOfUnknown : 0), seed);
        var took = time.GetElapsedTime(start);

        var asked = test.Select(question =>
        {
            var before = time.GetTimestamp();
            var (topic, confidence) = trained.Best(question.Text);
            return new Asked(confidence, topic == question.Category, !known.Contains(question.Category), time.GetElapsedTime(before));
        }).ToList();
        return Figures(asked, options.Sure) with { Topics = topics.Count, TrainRows = train.Count, TrainSeconds = Math.Round(took.TotalSeconds, 3), ModelBytes = trained.Bytes };
    }

    static TopicEvaluation Figures(List<Asked> asked, double sure)
    {
        var (inScope, unknown) = (asked.Where(a => !a.Unknown).ToList(), asked.Where(a => a.Unknown).ToList());
        var routed = asked.Where(a => a.Confidence >= sure).ToList();
        return new(
            Share(inScope, a => a.Right) ?? 0, Share(inScope, a => a.Confidence >= sure) ?? 0, Share(inScope, a => a.Right && a.Confidence >= sure) ?? 0,
            Share(routed, a => a.Right), Share(unknown, a => a.Confidence < sure), Auroc(inScope, unknown), Round(CalibrationError(asked)),
            0, 0, asked.Count, 0, Math.Round(asked.Select(a => a.Took.TotalMicroseconds).Order().ElementAt(asked.Count / 2), 1), 0);
    }

    static double? Share(List<Asked> of, Func<Asked, bool> which) => of.Count == 0 ? null : Round(of.Count(which) / (double)of.Count);

    /// <summary>Of all pairs of a question in scope and an unknown one, the share in which the first is surer; ties count half.</summary>
    static double? Auroc(List<Asked> inScope, List<Asked> unknown)
    {
        if (inScope.Count == 0 || unknown.Count == 0)
            return null;
        var ascending = unknown.Select(a => a.Confidence).Order().ToArray();
        double below = 0;
        foreach (var asked in inScope)
        {
            var (less, more) = (Rank(ascending, asked.Confidence, orEqual: false), Rank(ascending, asked.Confidence, orEqual: true));
            below += (less + more) / 2.0;
        }
        return Round(below / ((double)inScope.Count * unknown.Count));
    }

    /// <summary>How many are less than the value, or equal to it if that counts.</summary>
    static int Rank(double[] ascending, double value, bool orEqual)
    {
        var (from, to) = (0, ascending.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (ascending[middle] < value || orEqual && ascending[middle] == value)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }

    static double CalibrationError(List<Asked> asked) => asked
        .GroupBy(a => Math.Min(Bins - 1, (int)(a.Confidence * Bins)))
        .Sum(bin => Math.Abs(bin.Sum(a => a.Confidence) - bin.Count(a => a.Right)) / asked.Count);

    static double Round(double figure) => Math.Round(figure, 4);
}
