using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>Tells which topic a question is about, or that it does not know: then a manager chooses, it is never guessed.</summary>
public interface ITopicClassifier
{
    TopicChoice Classify(string text, OrganizationFile organization);
}

/// <param name="Topic">Null: don't know.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Words">The words of the question that spoke for the topic.</param>
public sealed record TopicChoice(string? Topic, double Confidence, IReadOnlyList<string> Words)
{
    public static readonly TopicChoice DontKnow = new(null, 0, []);
}
