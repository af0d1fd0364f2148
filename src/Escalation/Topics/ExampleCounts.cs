using Escalation.Topics.Languages;

namespace Escalation.Topics;

/// <summary>How many examples a topic has. One whose language is not known counts for every language.</summary>
public sealed class ExampleCounts
{
    public static readonly ExampleCounts None = new([]);

    readonly Dictionary<(string Topic, string? Language), int> _counts;

    ExampleCounts(Dictionary<(string Topic, string? Language), int> counts) => _counts = counts;

    internal static ExampleCounts Of(IEnumerable<TopicText> own, IEnumerable<StoredExample> stored) => new(
        own.Select(o => (o.Topic, Language: (string?)null)).Concat(stored.Select(s => (s.Topic, Language: Primary(s.Language))))
            .Where(e => e.Topic is not null).CountBy(e => (e.Topic!, e.Language)).ToDictionary());

    /// <param name="language">Null: in any.</param>
    public int For(string topic, string? language) => _counts
        .Where(c => c.Key.Topic == topic && (language is null || c.Key.Language is null || c.Key.Language == Primary(language))).Sum(c => c.Value);

    static string? Primary(string? tag) => tag is null ? null : LanguageTag.Primary(tag);
}
