using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Experts;

/// <summary>
/// Who gets a question, of one look at everybody (the SLA rules, section 10). Candidates know the topic, speak the
/// language where both are known, are not absent, have a place and are not left out. The substitute of somebody absent
/// stands in at that person's place, also without the topic. A suggested colleague comes first, also without the topic.
/// </summary>
public static class ChooseExpert
{
    /// <param name="experts">All who may matter: who knows the topic, the substitutes of those, whoever is suggested.</param>
    public static Ranking For(ExpertNeed need, IReadOnlyCollection<ExpertLoad> experts)
    {
        if (need.Topic is null)
            return Ranking.Nobody;
        var (candidates, excluded, absent) = (new List<Candidate>(experts.Count), new List<Exclusion>(), new List<(ExpertLoad, int)>());
        var atWork = new AtWorkByCalendar(need);
        foreach (var expert in experts)
        {
            var isSuggested = expert.Name == need.Suggested;
            if (LevelOf(expert.Person, need.Topic) is var level && level == 0 && !isSuggested)
                continue;
            var why = WhyNotOf(expert, need);
            if (why is { } reason)
                excluded.Add(new(expert, reason, need));
            else
                candidates.Add(new(expert, expert, level, atWork.Of(expert), expert.Name == need.AnsweredBefore, isSuggested));
            if (why == WhyNot.Absent && level > 0)
                absent.Add((expert, level));
        }
        if (absent.Count > 0)
            AddSubstitutes(need, experts, absent, atWork, candidates, excluded);
        return new Ranking(candidates, excluded);
    }

    /// <summary>Whether <paramref name="taker"/>, who is there, could take it if they had a place: as who they are, or for somebody absent.</summary>
    public static bool Fits(Person taker, Person place, ExpertNeed need) =>
        place.Knows(need.Topic) && IsAskable(taker, need) && (ReferenceEquals(taker, place) || IsAskable(place, need));

    static void AddSubstitutes(
        ExpertNeed need, IReadOnlyCollection<ExpertLoad> experts, List<(ExpertLoad, int)> absent, AtWorkByCalendar atWork, List<Candidate> candidates, List<Exclusion> excluded)
    {
        var byName = experts.ToDictionary(e => e.Name);
        var thoughtOf = new HashSet<string>(excluded.Select(e => e.Name));
        var places = new Dictionary<string, int>();
        for (var i = 0; i < candidates.Count; i++)
            places.Add(candidates[i].Name, i);

        foreach (var (place, level) in absent)
        {
            if (place.Person.SubstituteAt(need.At) is not { } name || !byName.TryGetValue(name, out var substitute))
                continue;
            if (WhyNotOf(substitute, need) is { } why)
            {
                if (thoughtOf.Add(name))
                    excluded.Add(new(substitute, why, need));
                continue;
            }
            var candidate = new Candidate(substitute, place, level, atWork.Of(substitute), place.Name == need.AnsweredBefore, IsSuggested: false);
            if (places.TryAdd(name, candidates.Count))
                candidates.Add(candidate);
            else if (candidate.CompareTo(candidates[places[name]]) < 0)
                candidates[places[name]] = candidate;
        }
    }

    /// <summary>In this order, so that who is said to be absent could be asked were they there: only those have a place to stand in at.</summary>
    static WhyNot? WhyNotOf(ExpertLoad expert, ExpertNeed need) =>
        need.Without.Contains(expert.Name) ? WhyNot.LeftOut
        : !expert.Person.MayAnswer ? WhyNot.Role
        : !Speaks(expert.Person, need.Language) ? WhyNot.Language
        : expert.Person.AbsenceAt(need.At) is not null ? WhyNot.Absent
        : !expert.HasPlace ? WhyNot.Full
        : null;

    static bool IsAskable(Person person, ExpertNeed need) => person.MayAnswer && !need.Without.Contains(person.Name) && Speaks(person, need.Language);

    static int LevelOf(Person person, string topic)
    {
        foreach (var known in person.Topics)
        {
            if (known.Topic == topic)
                return known.Level;
        }
        return 0;
    }

    /// <summary>Who names no languages is asked in any.</summary>
    static bool Speaks(Person person, string? language)
    {
        if (language is null || person.Languages.IsEmpty)
            return true;
        foreach (var spoken in person.Languages)
        {
            if (Primary(spoken).Equals(Primary(language), StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    static ReadOnlySpan<char> Primary(ReadOnlySpan<char> tag) => tag.IndexOf('-') is var end and >= 0 ? tag[..end] : tag;

    /// <summary>Many share a calendar; it is looked at once.</summary>
    sealed class AtWorkByCalendar(ExpertNeed need)
    {
        readonly Dictionary<BusinessTime, AtWork> _known = [];

        public AtWork Of(ExpertLoad expert)
        {
            if (expert.Hours == BusinessTime.Always)
                return AtWork.Now;
            if (!_known.TryGetValue(expert.Hours, out var known))
                _known.Add(expert.Hours, known = Look(expert.Hours));
            return known;
        }

        AtWork Look(BusinessTime hours) =>
            hours.IsOpen(need.At) ? AtWork.Now
            : need.DueAt is { } due && hours.Spans(need.At, due).Any() ? AtWork.InTime
            : AtWork.No;
    }
}
