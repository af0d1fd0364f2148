using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Experts;

/// <summary>What is looked for. <paramref name="Without"/>: who held or declined it.</summary>
public sealed record ExpertNeed(string? Topic, string? Language, IReadOnlyCollection<string> Without, DateTimeOffset At)
{
    /// <summary>Who answered this asker's earlier conversation on the same channel.</summary>
    public string? AnsweredBefore { get; init; }

    /// <summary>When the next open deadline falls due; null: none is open.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The colleague whom the last who declined it named.</summary>
    public string? Suggested { get; init; }
}

/// <summary>A person and what of them matters for being chosen.</summary>
/// <param name="Held">Conversations assigned or accepted now.</param>
/// <param name="Hours">When they work; people of one calendar had better share it.</param>
public sealed record ExpertLoad(Person Person, int Held, DateTimeOffset? LastAssignedAt, BusinessTime Hours)
{
    public string Name => Person.Name;

    public bool HasPlace => Held < Person.Capacity;

    /// <summary>Who takes nothing has nothing left to take.</summary>
    public double Share => Person.Capacity == 0 ? double.PositiveInfinity : (double)Held / Person.Capacity;
}
