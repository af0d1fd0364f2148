using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Sla;

/// <summary>A target's cycle on a policy's clock. Either <paramref name="DueAt"/> or, while it stands still, <paramref name="Remaining"/> is given.</summary>
public sealed record Promise(Run Run, TimeSpan Duration, BusinessTime Calendar, DateTimeOffset? DueAt, TimeSpan? Remaining)
{
    public static Promise Of(Run run, TimeSpan duration, BusinessTime calendar)
    {
        var (dueAt, remaining) = run.After(duration, calendar);
        return new(run, duration, calendar, dueAt, remaining);
    }

    /// <summary>Not kept when it ended, or at <paramref name="at"/> while it goes on; at the very due time it still can be.</summary>
    public bool IsBreachedBy(DateTimeOffset at) => DueAt < (Run.EndedAt ?? at);
}

/// <summary>
/// The promises to the asker, as a pure function of what happened and of the policy (the SLA rules, sections 3 to 7).
/// Rows keep its result; what they say of a deadline that ended already is final and comes in as <c>wasBreached</c>.
/// </summary>
public static class PromiseClock
{
    /// <param name="wasBreached">By target and cycle; null: it has not ended yet, or nothing is kept of it.</param>
    /// <returns>By target, then cycle; cycles that ended too. What the policy does not promise is left out.</returns>
    public static IReadOnlyList<Promise> Of(History history, SlaPolicy? policy, BusinessTime calendar, Func<string, int, bool?> wasBreached)
    {
        if (policy is null)
            return [];
        var course = Course.Of(history);
        var first = history.Answers.Where(a => !a.Holding || policy.HoldingMeetsFirstResponse).Select(a => (DateTimeOffset?)a.DeliveredAt).Min();
        IReadOnlyList<Pause> holds = [.. history.Holds.Select(i => new Pause(i.From, i.To))];

        return
        [
            .. FirstResponses(history, first).For(policy.Targets.FirstResponse, calendar).UntilBreached(wasBreached)
                // A broken one is answered late, be it after a reopening.
                .Select(p => p.Run.SatisfiedAt is null && wasBreached(p.Run.Target, p.Run.Cycle) == true ? p with { Run = p.Run with { SatisfiedAt = first } } : p),
            .. course.NextResponses.Select(run => run with { Pauses = holds }).For(policy.Targets.NextResponse, calendar),
            .. Resolutions(history, [.. holds, .. course.AskersTurns]).For(policy.Targets.Resolution, calendar).UntilBreached(wasBreached),
        ];
    }

    /// <summary>Since when it is the asker's turn; null: it is ours.</summary>
    public static DateTimeOffset? AskersTurnSince(History history) => Course.Of(history).AskersTurnSince;

    static IEnumerable<Run> FirstResponses(History history, DateTimeOffset? first) =>
        Cycles(Targets.FirstResponse, history, pauses: []).Select(cycle =>
                first <= (cycle.CancelledAt ?? DateTimeOffset.MaxValue) ? cycle with { SatisfiedAt = first, CancelledAt = null } : cycle)
            .TakeUntil(cycle => cycle.SatisfiedAt is not null)
            // It came while the conversation was closed.
            .Where(cycle => cycle.SatisfiedAt is null || cycle.SatisfiedAt >= cycle.StartedAt);

    static IEnumerable<Run> Resolutions(History history, IReadOnlyList<Pause> pauses) =>
        Cycles(Targets.Resolution, history, pauses).Select(cycle => cycle with { SatisfiedAt = cycle.CancelledAt, CancelledAt = null });

    /// <summary>A closing ends a cycle; the next one goes on from the reopening with what was left, so to it the time between is a pause.</summary>
    static IEnumerable<Run> Cycles(string target, History history, IReadOnlyList<Pause> pauses)
    {
        var (number, startedAt, closed) = (1, history.ReceivedAt, new List<Pause>());
        foreach (var closing in history.Closings)
        {
            yield return Cycle(closing.From);
            if (closing.To is not { } reopenedAt)
                yield break;
            closed.Add(new Pause(closing.From, reopenedAt));
            (number, startedAt) = (number + 1, reopenedAt);
        }
        yield return Cycle(null);

        Run Cycle(DateTimeOffset? closedAt) =>
            new(target, number, startedAt, history.ReceivedAt, Pause.Union([.. pauses, .. closed]), CancelledAt: closedAt);
    }

    static IEnumerable<Promise> For(this IEnumerable<Run> runs, TimeSpan? duration, BusinessTime calendar) =>
        duration is { } time ? runs.Select(run => Promise.Of(run with { Pauses = Pause.Union(run.Pauses) }, time, calendar)) : [];

    /// <summary>After a broken promise the same is not promised again; what was kept was kept, whatever is promised now.</summary>
    static IEnumerable<Promise> UntilBreached(this IEnumerable<Promise> cycles, Func<string, int, bool?> wasBreached) =>
        cycles.TakeUntil(p => wasBreached(p.Run.Target, p.Run.Cycle) ?? p.Run.EndedAt is { } end && p.IsBreachedBy(end));

    /// <summary>With the one for which it is true.</summary>
    static IEnumerable<T> TakeUntil<T>(this IEnumerable<T> items, Func<T, bool> isLast)
    {
        foreach (var item in items)
        {
            yield return item;
            if (isLast(item))
                yield break;
        }
    }
}
