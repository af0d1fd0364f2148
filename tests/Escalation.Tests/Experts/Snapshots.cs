using System.Collections.Immutable;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Tests.Sla;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Experts;

/// <summary>A question and everybody there is.</summary>
public sealed record Snapshot(ExpertNeed Need, ImmutableArray<ExpertLoad> Experts)
{
    public override string ToString() =>
        $"{Need} without {string.Join(' ', Need.Without)}{string.Concat(Experts.Select(e => $"\n  {e.Name} {string.Join(' ', e.Person.Topics)} {string.Join(' ', e.Person.Languages)} "
            + $"{string.Join(' ', e.Person.Roles)} {e.Held}/{e.Person.Capacity} last {e.LastAssignedAt:O} calendar {e.Person.Calendar} {string.Join(' ', e.Person.Absences)}"))}";
}

/// <summary>Few names, levels, loads and calendars, so that people often are equal, away, full, or stand in for each other.</summary>
static class Snapshots
{
    public static readonly DateTimeOffset Now = Some.Monday.AddHours(9);

    static readonly string[] Names = ["ann", "bob", "cat", "dan", "eve", "fay", "Gus", "hal"];

    /// <summary>Open at <see cref="Now"/> (a Monday, 18:00), from two hours later, from the next morning.</summary>
    public static readonly ImmutableArray<Calendar> Calendars = [Daily("day", 8, 19), Daily("late", 20, 23), Daily("morning", 6, 12)];

    static readonly Dictionary<string, BusinessTime> HoursOf = Calendars.ToDictionary(c => c.Name, BusinessTime.Of);

    public static Arbitrary<Snapshot> All { get; } = (
        from count in Gen.Choose(0, Names.Length)
        from people in Gen.CollectToArray(Names.Take(count), Expert)
        from language in Gen.Elements(null, null, "nl", "nl-BE", "fr")
        from without in Gen.SubListOf(Names)
        from keepsAll in Gen.Elements(true, true, false)
        from before in MaybeSomebody
        from suggested in MaybeSomebody
        from due in Gen.Elements<int?>(null, -1, 0, 1, 3, 20)
        select new Snapshot(
            new ExpertNeed("billing", language, keepsAll ? [] : [.. without], Now) { AnsweredBefore = before, Suggested = suggested, DueAt = Now.AddHours(due ?? 0) is var at && due is null ? null : at },
            [.. people])).ToArbitrary();

    static Gen<string?> MaybeSomebody => Gen.Frequency((2, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>(Names)));

    static Gen<ExpertLoad> Expert(string name) =>
        from level in Gen.Elements(0, 1, 1, 2)
        from languages in Gen.Elements("", "", "nl", "en", "en nl-NL")
        from capacity in Gen.Elements(0, 1, 2, 4)
        from held in Gen.Elements(0, 0, 1, 2)
        from last in Gen.Elements<int?>(null, -1, -2)
        from calendar in Gen.Elements(null, "day", "late", "morning")
        from absences in Gen.Frequency((2, Gen.Constant(ImmutableArray<Absence>.Empty)), (2, Absence.Select(a => ImmutableArray.Create(a))), (1, Absence.Two().Select(a => ImmutableArray.Create(a.Item1, a.Item2))))
        from role in Gen.Frequency((7, Gen.Constant(Role.Expert)), (1, Gen.Constant(Role.Ops)))
        let person = Some.Person(name, level == 0 ? "sales:3" : $"sales billing:{level}", capacity, languages, absences) with { Calendar = calendar, Roles = [role] }
        select new ExpertLoad(person, held, last is null ? null : Now.AddHours(last.Value), calendar is null ? BusinessTime.Always : HoursOf[calendar]);

    static Gen<Absence> Absence =>
        from hours in Gen.Elements((-1, 1), (0, 1), (-2, 0), (1, 2), (-9, 40))
        from substitute in Gen.Frequency((1, Gen.Constant<string?>(null)), (3, Gen.Elements<string?>(Names)))
        select new Absence(Now.AddHours(hours.Item1), Now.AddHours(hours.Item2), substitute);

    static Calendar Daily(string name, int from, int to) => Hours.In("UTC", $"mon-sun {from:00}:00-{to:00}:00") with { Name = name };
}
