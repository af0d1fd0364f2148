namespace Escalation.Experts;

public enum AtWork
{
    Now,
    /// <summary>Not now, but before the next open deadline falls due.</summary>
    InTime,
    No,
}

/// <summary>Somebody who can take the question, and why they stand where they stand.</summary>
/// <param name="Place">Whose place in the order it is: the expert's own, or that of somebody absent for whom the expert stands in.</param>
/// <param name="Level">Of the one whose place it is; 0: has not got the topic and was suggested.</param>
public sealed record Candidate(ExpertLoad Expert, ExpertLoad Place, int Level, AtWork AtWork, bool AnsweredBefore, bool IsSuggested) : IComparable<Candidate>
{
    public string Name => Expert.Name;

    public bool StandsIn => !ReferenceEquals(Expert, Place);

    /// <summary>In a few words, for those who ask why this expert.</summary>
    public string Reason => string.Join(", ", Reasons());

    /// <summary>The order of the SLA rules, section 10; whom a colleague suggested comes before all.</summary>
    public int CompareTo(Candidate? other)
    {
        if (other is null)
            return -1;
        var order = other.IsSuggested.CompareTo(IsSuggested);
        if (order == 0)
            order = other.AnsweredBefore.CompareTo(AnsweredBefore);
        if (order == 0)
            order = (AtWork == AtWork.No).CompareTo(other.AtWork == AtWork.No);
        if (order == 0)
            order = other.Level.CompareTo(Level);
        if (order == 0)
            order = Place.Share.CompareTo(other.Place.Share);
        if (order == 0)
            order = Nullable.Compare(Place.LastAssignedAt, other.Place.LastAssignedAt);
        return order != 0 ? order : string.CompareOrdinal(Place.Name, other.Place.Name);
    }

    IEnumerable<string> Reasons()
    {
        var place = $"{Place.Held} of {Place.Person.Capacity} in use";
        if (IsSuggested)
            yield return "suggested by a colleague";
        if (StandsIn)
            yield return $"stands in for {Place.Person.DisplayName} (level {Level}, {place})";
        if (AnsweredBefore)
            yield return StandsIn ? $"{Place.Person.DisplayName} answered this asker before" : "answered this asker before";
        yield return AtWork switch
        {
            AtWork.Now => "at work now",
            AtWork.InTime => "at work before it falls due",
            _ => "not at work in time",
        };
        if (!StandsIn && Level > 0)
            yield return $"level {Level}";
        if (!StandsIn)
            yield return place;
    }
}
