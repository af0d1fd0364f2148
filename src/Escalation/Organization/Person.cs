using System.Collections.Immutable;

namespace Escalation.Organization;

/// <summary>What a person or a key may do; the table is in the public contract.</summary>
public enum Role
{
    Integration,
    Expert,
    Manager,
    Ops,
    Admin,
}

public sealed record Person(
    string Name,
    string DisplayName,
    string? Email,
    ImmutableArray<Role> Roles,
    ImmutableArray<PersonTopic> Topics,
    ImmutableArray<string> Languages,
    string? Calendar,
    int Capacity,
    string? Profile,
    ImmutableArray<Absence> Absences)
{
    public bool Knows(string? topic) => Topics.Any(t => t.Topic == topic);

    /// <summary>Who has no role, or only such as answer nothing, cannot accept what they would be given.</summary>
    public bool MayAnswer => Roles.Any(role => role is Role.Expert or Role.Manager or Role.Admin);

    /// <summary>Whether questions are ever given to them while they are there.</summary>
    public bool TakesQuestions => MayAnswer && Capacity > 0;

    /// <summary>The absence that covers the instant, if any; <c>[From, To)</c>.</summary>
    public Absence? AbsenceAt(DateTimeOffset instant) => Absences.FirstOrDefault(a => a.Covers(instant));

    /// <summary>Who stands in while the person is absent; null: nobody, or the person is there.</summary>
    public string? SubstituteAt(DateTimeOffset instant) => Absences.FirstOrDefault(a => a.Substitute is not null && a.Covers(instant))?.Substitute;

    /// <summary>When the person is back: the end of the absences that follow each other without a gap. Null: is there.</summary>
    public DateTimeOffset? AbsentUntil(DateTimeOffset instant)
    {
        DateTimeOffset? until = null;
        while (AbsenceAt(until ?? instant) is { } absence)
            until = absence.To;
        return until;
    }
}

public sealed record PersonTopic(string Topic, int Level);

public sealed record Absence(DateTimeOffset From, DateTimeOffset To, string? Substitute)
{
    public bool Covers(DateTimeOffset instant) => From <= instant && instant < To;
}
