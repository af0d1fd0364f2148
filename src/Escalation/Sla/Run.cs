namespace Escalation.Sla;

/// <summary>One cycle of a target: when its clock runs, and how it ended.</summary>
/// <param name="StartedAt">Where this cycle starts.</param>
/// <param name="CountedFrom">Where counting starts: a cycle after a reopening goes on with what an earlier one left.</param>
/// <param name="Pauses">Apart and in order; the last one may still last.</param>
/// <param name="SatisfiedAt">Null: not yet.</param>
/// <param name="CancelledAt">By a closing; null: not.</param>
public sealed record Run(
    string Target, int Cycle, DateTimeOffset StartedAt, DateTimeOffset CountedFrom, IReadOnlyList<Pause> Pauses,
    DateTimeOffset? SatisfiedAt = null, DateTimeOffset? CancelledAt = null)
{
    public DateTimeOffset? EndedAt => SatisfiedAt ?? CancelledAt;

    public bool IsPaused => Pauses is [.., { To: null }];

    /// <summary>
    /// When the clock has counted <paramref name="duration"/>; where it stands still before, how much is left to count.
    /// Exactly one of the two is given (the SLA rules, section 5).
    /// </summary>
    public (DateTimeOffset? DueAt, TimeSpan? Remaining) After(TimeSpan duration, BusinessTime calendar)
    {
        var left = duration;
        foreach (var (from, to) in Counted())
        {
            var due = calendar.Add(from, left);
            // At the very instant at which it would fall due it can still be paused.
            if (to is not { } end || due < end)
                return (due < StartedAt ? StartedAt : due, null);
            left -= calendar.Between(from, end);
        }
        return (null, left);
    }

    /// <summary>The open time that was counted until <paramref name="end"/>: why a deadline falls due when it does.</summary>
    public IEnumerable<OpenSpan> Explain(BusinessTime calendar, DateTimeOffset end) =>
        Counted().SelectMany(span => calendar.Spans(span.From, span.To is { } to && to < end ? to : end));

    /// <summary>What is between the pauses; the last one is open unless the clock stands still.</summary>
    IEnumerable<Pause> Counted()
    {
        var from = CountedFrom;
        foreach (var pause in Pauses)
        {
            // What ended before its pause did not stand still at its end.
            if (EndedAt is { } end && pause.From >= end)
                break;
            if (pause.From > from)
                yield return new Pause(from, pause.From);
            if (pause.To is not { } resumed)
                yield break;
            from = resumed > from ? resumed : from;
        }
        yield return new Pause(from, null);
    }
}

/// <summary><c>[From, To)</c>; <paramref name="To"/> null: still.</summary>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Sorted, what meets or overlaps made one: a target with two reasons to pause goes on when neither is left.</summary>
    public static IReadOnlyList<Pause> Union(IEnumerable<Pause> pauses)
    {
        var union = new List<Pause>();
        foreach (var pause in pauses.OrderBy(p => p.From))
        {
            if (union.Count > 0 && (union[^1].To is not { } end || pause.From <= end))
                union[^1] = new Pause(union[^1].From, union[^1].To is { } a && pause.To is { } b ? (a > b ? a : b) : null);
            else
                union.Add(pause);
        }
        return union;
    }
}
