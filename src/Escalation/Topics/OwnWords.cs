using System.Collections.Immutable;
using Escalation.Organization;
using Escalation.Topics.Languages;

namespace Escalation.Topics;

/// <summary>What the organization file itself says of its topics: enough for a model on the first day.</summary>
/// <param name="Descriptions">One a topic, for good: its name, title and keywords, and what its experts say of themselves.</param>
/// <param name="Examples">The questions that stand there.</param>
/// <param name="Languages">Tags of those that its people speak and its examples are in; English where nothing tells.</param>
sealed record OwnWords(ImmutableArray<TopicText> Descriptions, ImmutableArray<TopicText> Examples, ImmutableArray<string> Languages)
{
    const string Usual = "en";

    public static readonly OwnWords None = new([], [], []);

    public static OwnWords Of(OrganizationFile organization) => new(
        [.. organization.Topics.Select(topic => new TopicText(Describe(topic, organization), topic.Name))],
        [.. organization.Topics.SelectMany(topic => topic.Examples.Select(text => new TopicText(text, topic.Name)))],
        LanguagesOf(organization.People.SelectMany(person => person.Languages), organization.Topics.SelectMany(topic => topic.Examples)));

    public static ImmutableArray<string> LanguagesOf(IEnumerable<string> spoken, IEnumerable<string> texts) =>
        [.. spoken.Select(LanguageTag.Primary).Concat(texts.Select(DetectLanguage.Of).OfType<string>()).DefaultIfEmpty(Usual).Distinct().Order(StringComparer.Ordinal)];

    public bool Equals(OwnWords? other) => other is not null && Descriptions.SequenceEqual(other.Descriptions) && Examples.SequenceEqual(other.Examples)
        && Languages.SequenceEqual(other.Languages);

    public override int GetHashCode() => HashCode.Combine(Descriptions.Length, Examples.Length);

    static string Describe(Topic topic, OrganizationFile organization) => string.Join('\n',
        [topic.Name, topic.Title, .. topic.Keywords, .. organization.People.Where(person => person.Knows(topic.Name)).Select(person => person.Profile).OfType<string>()]);
}
