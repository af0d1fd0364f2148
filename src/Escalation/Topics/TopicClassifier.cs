using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>Keywords of exactly one topic decide as long as it has few examples; then, and where they do not, the learned model (the SLA rules, section 10).</summary>
public sealed class TopicClassifier(LearnedTopics learned, TopicOptions options) : ITopicClassifier
{
    const int FewExamples = 20;

    public TopicChoice Classify(string text, string? language, OrganizationFile organization)
    {
        if (KeywordRule.Decide(text, organization) is { } decided && learned.Counts.For(decided.Topic, language) < FewExamples)
            return new TopicChoice(decided.Topic, decided.Confidence, [decided]);
        var guesses = learned.Guess(text, organization);
        return guesses is [var best, ..] && best.Confidence >= options.Sure
            ? new TopicChoice(best.Topic, best.Confidence, guesses)
            : TopicChoice.DontKnow with { Best = guesses };
    }
}
