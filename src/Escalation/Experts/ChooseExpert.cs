using Escalation.Organization;

namespace Escalation.Experts;

/// <summary>A person and what of them matters for being chosen. <paramref name="Held"/>: conversations assigned or accepted now.</summary>
public sealed record ExpertLoad(Person Person, int Held, DateTimeOffset? LastAssignedAt);

/// <summary>What is looked for. <paramref name="Without"/>: who held or declined it.</summary>
public sealed record ExpertNeed(string? Topic, string? Language, IReadOnlyCollection<string> Without, DateTimeOffset At);

public static class ChooseExpert
{
    /// <summary>
    /// The one expert to ask, null if nobody can: knows the topic, speaks the language where both are known, is not
    /// absent and below capacity; among those the higher level, then the smaller share of capacity in use, then the
    /// longest since the last assignment, then the name (the SLA rules, section 10).
    /// </summary>
    public static Person? For(ExpertNeed need, IEnumerable<ExpertLoad> experts) =>
        experts.Where(expert => CanTake(expert, need))
            .OrderByDescending(expert => expert.Person.Topics.First(t => t.Topic == need.Topic).Level)
            .ThenBy(expert => (double)expert.Held / expert.Person.Capacity)
            .ThenBy(expert => expert.LastAssignedAt ?? DateTimeOffset.MinValue)
            .ThenBy(expert => expert.Person.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Person;

    /// <summary>Whether the expert is a candidate at all.</summary>
    public static bool CanTake(ExpertLoad expert, ExpertNeed need) =>
        expert.Person.Knows(need.Topic)
        && expert.Held < expert.Person.Capacity
        && expert.Person.AbsenceAt(need.At) is null
        && Speaks(expert.Person, need.Language)
        && !need.Without.Contains(expert.Person.Name);

    static bool Speaks(Person person, string? language) =>
        language is null || person.Languages.IsEmpty
        || person.Languages.Any(l => string.Equals(Primary(l), Primary(language), StringComparison.OrdinalIgnoreCase));

    static string Primary(string tag) => tag.Split('-', 2)[0];
}
