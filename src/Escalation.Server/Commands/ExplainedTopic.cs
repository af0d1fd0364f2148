using System.Globalization;
using Escalation.Organization;
using Escalation.Topics;

namespace Escalation.Server.Commands;

/// <summary>A classification in words, for people.</summary>
static class ExplainedTopic
{
    /// <param name="choice">Null: there is only small talk in the question.</param>
    public static void Write(TopicChoice? choice, string? language, OrganizationFile organization, double sure, TextWriter to)
    {
        if (choice is null)
        {
            to.WriteLine("It goes to triage, and gets its topic when more is said than a greeting or thanks.");
            return;
        }
        to.WriteLine(language is null ? "Its language is not known: any expert may get it." : $"Its language is {language}.");
        to.WriteLine(choice.Topic is { } topic
            ? $"It goes to {Named(topic, organization)}, {Percent(choice.Confidence)} sure{Because(choice.Best[0])}."
            : $"It goes to triage: no topic is {Percent(sure)} sure.");
        var others = choice.Topic is null ? choice.Best : choice.Best.Skip(1);
        foreach (var guess in others)
            to.WriteLine($"  {(choice.Topic is null ? "maybe" : "less likely")}: {Named(guess.Topic, organization)}, {Percent(guess.Confidence)}{Because(guess)}");
    }

    static string Named(string topic, OrganizationFile organization) => $"{topic} ({organization.Topic(topic)?.Title})";

    /// <summary>Rounded down: what is not sure enough does not look so.</summary>
    static string Percent(double share) => (Math.Floor(100 * share) / 100).ToString("0 %", CultureInfo.InvariantCulture);

    static string Because(TopicGuess guess) => guess.Words.Count == 0 ? "" : $", because of: {string.Join(", ", guess.Words)}";
}
