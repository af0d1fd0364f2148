using System.Collections.Immutable;
using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>What the organization file itself says of its topics: enough for a model on the first day.</summary>
/// <param name="Descriptions">One a topic, for good: its name, title and keywords, and what its experts say of themselves.</param>
/// <param name="Examples">The questions that stand there.</param>
sealed record OwnWords(ImmutableArray<TopicText> Descriptions, ImmutableArray<TopicText> Examples)
{
    public static readonly OwnWords None = new([], []);

    public static OwnWords Of(OrganizationFile organization) => new(
        [.. organization.Topics.Select(topic => new TopicText(Describe(topic, organization), topic.Name))],
        [.. organization.Topics.SelectMany(topic => topic.Examples.Select(text => new TopicText(text, topic.Name)))]);

    public bool Equals(OwnWords? other) => other is not null && Descriptions.SequenceEqual(other.Descriptions) && Examples.SequenceEqual(other.Examples);

    public override int GetHashCode() => HashCode.Combine(Descriptions.Length, Examples.Length);

    static string Describe(Topic topic, OrganizationFile organization) => string.Join('\n',
        [topic.Name, topic.Title, .. topic.Keywords, .. organization.People.Where(person => person.Knows(topic.Name)).Select(person => person.Profile).OfType<string>()]);
}
