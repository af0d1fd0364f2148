using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

public static class ExpertLoads
{
    /// <summary>How many conversations each holds, assigned or accepted; who holds none is not there.</summary>
    public static Task<Dictionary<string, int>> HeldAsync(this EscalationDb db, IReadOnlyCollection<string> people, CancellationToken cancellation) => db.Conversations
        .Where(c => c.Expert != null && people.Contains(c.Expert) && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted))
        .GroupBy(c => c.Expert!).Select(g => new { g.Key, Count = g.Count() })
        .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);

    public static async Task<IReadOnlyList<ExpertLoad>> LoadsAsync(this EscalationDb db, OrganizationFile file, IReadOnlyCollection<Person> people, CancellationToken cancellation)
    {
        var names = people.Select(p => p.Name).ToList();
        var held = await db.HeldAsync(names, cancellation);
        var turns = await db.ExpertTurns.AsNoTracking().Where(t => names.Contains(t.Name)).ToDictionaryAsync(t => t.Name, t => t.LastAssignedAt, cancellation);
        var hours = file.Hours();
        return [.. people.Select(p => new ExpertLoad(p, held.GetValueOrDefault(p.Name), turns.TryGetValue(p.Name, out var at) ? at : null, hours(p)))];
    }

    /// <summary>Who may matter for a question about the topic: who knows it, who stands in for those who are absent, and <paramref name="suggested"/>.</summary>
    public static IReadOnlyCollection<Person> WhoMayTake(this OrganizationFile file, string? topic, string? suggested, DateTimeOffset at)
    {
        var people = file.People.Where(p => p.Knows(topic)).ToList();
        var others = people.Select(p => p.SubstituteAt(at)).Append(suggested).OfType<string>().ToHashSet();
        others.ExceptWith(people.Select(p => p.Name));
        if (others.Count > 0)
            people.AddRange(file.People.Where(p => others.Contains(p.Name)));
        return people;
    }

    /// <summary>When each works: one for all of a calendar.</summary>
    public static Func<Person, BusinessTime> Hours(this OrganizationFile file)
    {
        var byCalendar = new Dictionary<string, BusinessTime>();
        return person =>
        {
            if (person.Calendar is null)
                return BusinessTime.Always;
            if (!byCalendar.TryGetValue(person.Calendar, out var hours))
                byCalendar.Add(person.Calendar, hours = BusinessTime.Of(file.Calendar(person.Calendar)));
            return hours;
        };
    }
}
