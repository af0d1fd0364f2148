using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Organization;

namespace Escalation.Server.Access;

/// <summary>Who calls. <paramref name="Channels"/>: what an integration's key may post to.</summary>
public sealed record Caller(Actor Actor, IReadOnlyList<string> Channels, bool ByKey)
{
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());

    /// <summary>
    /// Who acts by this call: the caller, or whom an administrator names. A named person acts with their own rights, not
    /// with the administrator's. Null and a sentence, where the caller may not name somebody.
    /// </summary>
    public (Actor? Actor, string? WhyNot) ActingAs(string? by, OrganizationFile organization)
    {
        if (by is null || by == Actor.Person?.Name)
            return (Actor, null);
        if (!Actor.Is(Role.Admin))
            return (null, "only an administrator may name somebody else");
        return organization.Person(by) is { } person
            ? (new Actor(person.Name, person.Roles.ToImmutableHashSet(), person), null)
            : (null, $"there is nobody called {by}");
    }
}
