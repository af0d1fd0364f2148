using System.Text.Json.Serialization;
using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>Tells which topic a question is about, or that it does not know: then a manager chooses, it is never guessed.</summary>
public interface ITopicClassifier
{
    /// <param name="text">The question as it was asked: what its asker wrote themselves (<see cref="Substance"/>).</param>
    /// <param name="language">Its language as a tag (<c>en</c>, <c>nl-BE</c>); null: not known.</param>
    TopicChoice Classify(string text, string? language, OrganizationFile organization);
}

/// <param name="Topic">Null: don't know.</param>
/// <param name="Confidence">0 to 1; the probability that the topic is right. 0 where it is not known.</param>
/// <param name="Best">The likeliest topics, the best first and at most three; where a topic was chosen, it is the first.</param>
public sealed record TopicChoice(string? Topic, double Confidence, IReadOnlyList<TopicGuess> Best)
{
    public static readonly TopicChoice DontKnow = new(null, 0, []);
}

/// <param name="Confidence">0 to 1; the probability that it is this topic.</param>
/// <param name="Words">The words of the question that spoke for it, the strongest first.</param>
public sealed record TopicGuess(string Topic, double Confidence, IReadOnlyList<string> Words)
{
    /// <summary>Those of the words that the organization itself or several askers wrote: fit for where no personal text may be.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Shared { get; init; } = [];
}
