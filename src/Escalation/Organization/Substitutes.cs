using System.Collections.Immutable;

namespace Escalation.Organization;

/// <summary>Who stands in for somebody gets questions also without topics of their own; without any role they could not answer them.</summary>
static class Substitutes
{
    public static ImmutableArray<Person> MayAnswer(ImmutableArray<Person> people)
    {
        var substitutes = people.Where(person => person is not null).SelectMany(person => person.Absences).Select(absence => absence?.Substitute).ToHashSet();
        return [.. people.Select(person => person is { Roles: [], Topics: [] } && substitutes.Contains(person.Name) ? person with { Roles = [Role.Expert] } : person)];
    }
}
