using System.Globalization;
using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Experts;

/// <summary>
/// From when nobody will be there for a topic because all who would have worked are absent, until somebody works again.
/// Nights in between belong to it, those before and after do not.
/// </summary>
/// <param name="Until">Null: nobody within a month.</param>
public sealed record CoverageGap(Topic Topic, DateTimeOffset From, DateTimeOffset? Until, IReadOnlyList<Person> Absent)
{
    const int MostNamed = 5;
    static readonly TimeSpan LongestLook = TimeSpan.FromDays(31);

    /// <summary>Tells one gap of a topic from another.</summary>
    public string Key => $"From {Instant(From)} ";

    public string Text => $"{Key}{(Until is { } until ? $"until {Instant(until)} " : "")}nobody is there for questions about {Topic.Title}: {Names} {(Absent.Count == 1 ? "is" : "are")} absent.";

    string Names => Absent.Count <= MostNamed
        ? string.Join(", ", Absent.Select(p => p.DisplayName))
        : $"{string.Join(", ", Absent.Take(MostNamed).Select(p => p.DisplayName))} and {Absent.Count - MostNamed} more";

    /// <summary>The gaps of all topics that touch the window.</summary>
    public static IEnumerable<CoverageGap> In(OrganizationFile file, OpenSpan window)
    {
        var nobodyHolds = new Dictionary<string, int>();
        var near = new Coverage(file, nobodyHolds, window);
        foreach (var topic in file.Topics)
        {
            // Mostly nobody is absent, or others are there; only else is it worth looking how far it goes.
            var absences = file.People.Where(p => p.Knows(topic.Name)).SelectMany(p => p.Absences).ToList();
            if (!absences.Exists(a => window.Overlaps(new(a.From, a.To))) || near.Of(topic).Gaps.Count == 0)
                continue;
            // From where nobody was absent yet, so that one that began long ago does not seem another one at each look.
            var far = new OpenSpan(absences.Min(a => a.From), window.To + LongestLook);
            foreach (var gap in Joined(topic, new Coverage(file, nobodyHolds, far).Of(topic)))
            {
                if (gap.From < window.To && (gap.Until is null || gap.Until > window.From))
                    yield return gap;
            }
        }
    }

    static IEnumerable<CoverageGap> Joined(Topic topic, TopicCoverage coverage)
    {
        var covered = coverage.Experts.SelectMany(e => e.Hours).Union();
        DateTimeOffset? end = DateTimeOffset.MinValue;
        foreach (var gap in coverage.Gaps)
        {
            if (end is null || gap.From < end)
                continue;
            end = covered.Where(c => c.From >= gap.To).Select(c => (DateTimeOffset?)c.From).FirstOrDefault();
            List<Person> absent = [.. coverage.Experts.Select(e => e.Person).Where(p => p.Absences.Any(a => gap.Overlaps(new(a.From, a.To))))];
            yield return new CoverageGap(topic, gap.From, end, absent);
        }
    }

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("dddd yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
