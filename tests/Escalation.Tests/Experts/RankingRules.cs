using Escalation.Experts;
using Escalation.Organization;

namespace Escalation.Tests.Experts;

/// <summary>Section 10 of the SLA rules said again, slowly, and sharing nothing with what is tested.</summary>
static class RankingRules
{
    /// <summary>Who may be asked, each with the places at which they may stand.</summary>
    public static Dictionary<string, List<ExpertLoad>> Places(Snapshot snapshot)
    {
        var need = snapshot.Need;
        var places = new Dictionary<string, List<ExpertLoad>>();
        foreach (var taker in snapshot.Experts)
        {
            if (IsAway(taker.Person, need.At) || taker.Held >= taker.Person.Capacity || !IsWelcome(taker.Person, need))
                continue;
            List<ExpertLoad> at = [.. snapshot.Experts.Where(place => MayStandAt(taker, place, need))];
            if (at.Count > 0 || taker.Name == need.Suggested)
                places.Add(taker.Name, at);
        }
        return places;
    }

    static bool MayStandAt(ExpertLoad taker, ExpertLoad place, ExpertNeed need)
    {
        if (Level(place, need) is null || !IsWelcome(place.Person, need))
            return false;
        return taker.Name == place.Name
            || place.Person.Absences.Where(a => a.From <= need.At && need.At < a.To && a.Substitute is not null).Select(a => a.Substitute).FirstOrDefault() == taker.Name;
    }

    public static int? Level(ExpertLoad expert, ExpertNeed need) => expert.Person.Topics.Where(t => t.Topic == need.Topic).Select(t => (int?)t.Level).SingleOrDefault();

    public static bool IsAway(Person person, DateTimeOffset at) => person.Absences.Any(a => a.From <= at && at < a.To);

    static bool IsWelcome(Person person, ExpertNeed need) => person.Roles.Any(role => role is Role.Expert or Role.Manager or Role.Admin) && !need.Without.Contains(person.Name)
        && (need.Language is null || person.Languages.Length == 0 || person.Languages.Select(l => l[..2]).Contains(need.Language[..2]));

    /// <summary>The rule by which one standing at a place goes before another; 0: by none.</summary>
    public static int FirstRule((ExpertLoad Taker, ExpertLoad Place) one, (ExpertLoad Taker, ExpertLoad Place) other, ExpertNeed need)
    {
        var differences = new[]
        {
            Before(Sticks(one), Sticks(other)),
            Before(IsAtWork(one.Taker, need), IsAtWork(other.Taker, need)),
            Level(other.Place, need)!.Value.CompareTo(Level(one.Place, need)!.Value),
            Share(one.Place).CompareTo(Share(other.Place)),
            (one.Place.LastAssignedAt?.UtcTicks ?? 0).CompareTo(other.Place.LastAssignedAt?.UtcTicks ?? 0),
            string.CompareOrdinal(one.Place.Name, other.Place.Name),
        };
        return differences.FirstOrDefault(difference => difference != 0);

        bool Sticks((ExpertLoad, ExpertLoad Place) at) => at.Place.Name == need.AnsweredBefore;
        static int Before(bool one, bool other) => one == other ? 0 : one ? -1 : 1;
    }

    static decimal Share(ExpertLoad place) => place.Person.Capacity == 0 ? decimal.MaxValue : (decimal)place.Held / place.Person.Capacity;

    /// <summary>By the clock on the wall: the tests' calendars are the same every day, in UTC.</summary>
    static bool IsAtWork(ExpertLoad expert, ExpertNeed need)
    {
        (int From, int To)? hours = expert.Person.Calendar switch { "day" => (8, 19), "late" => (20, 23), "morning" => (6, 12), _ => null };
        if (hours is not { } h)
            return true;
        for (var at = need.At; at == need.At || at < need.DueAt; at = at.AddMinutes(30))
        {
            if (at.Hour >= h.From && at.Hour < h.To)
                return true;
        }
        return false;
    }
}
