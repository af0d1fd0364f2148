using System.Collections.Immutable;
using Escalation.Input;

namespace Escalation.Organization;

/// <summary>Who is absent at the same time cannot stand in for each other, be it around several corners.</summary>
static class RefuseSubstituteCircles
{
    public static void In(JsonInput input, ImmutableArray<Person> people)
    {
        var byName = people.Where(p => p is not null).GroupBy(p => p.Name).ToDictionary(same => same.Key, same => same.First());
        for (var i = 0; i < people.Length; i++)
        {
            // A person at fault leaves nothing at its place.
            var absences = people[i]?.Absences ?? [];
            for (var j = 0; j < absences.Length; j++)
            {
                if (absences[j] is { Substitute: not null } absence && Circle(people[i].Name, absence, [people[i].Name], byName) is { } circle)
                    input.Fault($"people[{i}].absences[{j}].substitute", $"goes in a circle: {string.Join(" for ", circle)}, all absent at the same time");
            }
        }
    }

    /// <returns>The names from the first back to the first; null: somebody is there, or nobody was named.</returns>
    static ImmutableList<string>? Circle(string first, Absence absence, ImmutableList<string> names, Dictionary<string, Person> people)
    {
        var substitute = absence.Substitute!;
        if (substitute == first)
            return names.Count > 1 ? names.Insert(0, first) : null;
        if (names.Contains(substitute) || !people.TryGetValue(substitute, out var person))
            return null;
        return person.Absences
            .Where(other => other is { Substitute: not null } && other.From < absence.To && absence.From < other.To)
            .Select(other => Circle(first, new(Later(absence.From, other.From), Earlier(absence.To, other.To), other.Substitute), names.Insert(0, substitute), people))
            .FirstOrDefault(circle => circle is not null);
    }

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
