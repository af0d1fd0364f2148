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

    /// <summary>The absence that covers the instant, if any; <c>[From, To)</c>.</summary>
    public Absence? AbsenceAt(DateTimeOffset instant) => Absences.FirstOrDefault(a => a.From <= instant && instant < a.To);
}

public sealed record PersonTopic(string Topic, int Level);

public sealed record Absence(DateTimeOffset From, DateTimeOffset To, string? Substitute);
