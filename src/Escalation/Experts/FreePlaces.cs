using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>Who is there with a place, for themselves or for somebody absent for whom they stand in: a quick look at whether choosing is worth while.</summary>
sealed class FreePlaces
{
    /// <summary>How many more each can take; who can take none is left out.</summary>
    readonly Dictionary<string, int> _free;
    readonly ILookup<string, (Person Taker, Person Of)> _byTopic;
    readonly DateTimeOffset _now;

    FreePlaces(Dictionary<string, int> free, OrganizationFile file, DateTimeOffset now)
    {
        (_free, _now) = (free, now);
        var takers = file.People.Where(p => free.ContainsKey(p.Name)).ToDictionary(p => p.Name);
        _byTopic = file.People
            .Select(of => (Of: of, Taker: takers.GetValueOrDefault(of.AbsenceAt(now) is null ? of.Name : of.SubstituteAt(now) ?? "")))
            .Where(place => place.Taker is not null)
            .SelectMany(place => place.Of.Topics, (place, topic) => (topic.Topic, place.Taker, place.Of))
            .ToLookup(place => place.Topic, place => (place.Taker!, place.Of));
        Topics = [.. _byTopic.Select(place => place.Key)];
    }

    public IReadOnlyList<string> Topics { get; }

    public bool Any => _free.Count > 0 && Topics.Count > 0;

    public static async Task<FreePlaces> FindAsync(EscalationDb db, OrganizationFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var there = file.People.Where(p => p.AbsenceAt(now) is null).ToList();
        var held = await db.HeldAsync([.. there.Select(p => p.Name)], cancellation);
        return new FreePlaces(
            there.Select(p => (p.Name, Free: p.Capacity - held.GetValueOrDefault(p.Name))).Where(p => p.Free > 0).ToDictionary(p => p.Name, p => p.Free), file, now);
    }

    public bool MayServe(string topic, string? language, IReadOnlyCollection<string> without)
    {
        var need = new ExpertNeed(topic, language, without, _now);
        return _byTopic[topic].Any(place => _free.ContainsKey(place.Taker.Name) && ChooseExpert.Fits(place.Taker, place.Of, need));
    }

    /// <summary>One less.</summary>
    public void Take(string taker)
    {
        if (_free.TryGetValue(taker, out var left) && (_free[taker] = left - 1) == 0)
            _free.Remove(taker);
    }
}
