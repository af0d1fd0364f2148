using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>What the organization file itself says of its topics: enough for a model on the first day.</summary>
static class OwnWords
{
    /// <summary>An example a topic, for good: its name, title and keywords, and what its experts say of themselves.</summary>
    public static IEnumerable<TopicText> Of(OrganizationFile organization) => organization.Topics.Select(topic => new TopicText(
        string.Join('\n', [topic.Name, topic.Title, .. topic.Keywords, .. organization.People.Where(p => p.Knows(topic.Name)).Select(p => p.Profile).OfType<string>()]), topic.Name));

    public static IEnumerable<TopicText> Examples(OrganizationFile organization) =>
        organization.Topics.SelectMany(topic => topic.Examples.Select(text => new TopicText(text, topic.Name)));
}
