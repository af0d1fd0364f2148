namespace Escalation.Faults.Checks;

/// <summary>What a deadline should say, computed anew from what happened (the SLA rules, sections 4 to 6; all calendars here are 24 x 7).</summary>
/// <param name="CountedFrom">Where the first cycle of the target started.</param>
/// <param name="Pauses">Apart and in order.</param>
sealed record Oracle(DateTimeOffset CountedFrom, IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Pauses, DateTimeOffset? Satisfied, DateTimeOffset? Cancelled)
{
    DateTimeOffset? End => Satisfied ?? Cancelled;

    /// <summary>Null: there is no such cycle.</summary>
    public static Oracle? Of(Snapshot rows, Row conversation, string target, int cycle) => target switch
    {
        "firstResponse" => FirstResponse(rows, conversation, cycle),
        "nextResponse" => NextResponse(rows, conversation, cycle),
        _ => Resolution(rows, conversation, cycle),
    };

    /// <summary>When the clock has counted the duration; null: it stands still before.</summary>
    public DateTimeOffset? DueAfter(TimeSpan duration)
    {
        var (at, left) = (CountedFrom, duration);
        foreach (var (from, to) in Pauses.Where(p => End is null || p.From < End))
        {
            if (at + left < from)
                break;
            if (from > at)
                (left, at) = (left - (from - at), from);
            if (to is null)
                return null;
            at = to > at ? to.Value : at;
        }
        return at + left;
    }

    public string Verdict(TimeSpan duration, DateTimeOffset now)
    {
        var due = DueAfter(duration);
        return due < (End ?? now) ? "Breached" : Satisfied is not null ? "Met" : Cancelled is not null ? "Cancelled" : due is null ? "Paused" : "Running";
    }

    static Oracle? FirstResponse(Snapshot rows, Row conversation, int cycle)
    {
        var closings = Spans.Closings(rows, conversation.Id());
        if (cycle > closings.Count + 1 || cycle > 1 && closings[cycle - 2].To is null)
            return null;
        var first = rows.Of(rows.Answers, conversation.Id()).Where(a => !a.Flag("holding")).Select(a => a.AtOrNull("delivered_at")).Min();
        var closed = cycle <= closings.Count ? closings[cycle - 1].From : (DateTimeOffset?)null;
        return first <= (closed ?? DateTimeOffset.MaxValue)
            ? new Oracle(conversation.At("created_at"), Former(closings, cycle), first, null)
            : new Oracle(conversation.At("created_at"), Former(closings, cycle), null, closed);
    }

    static Oracle? NextResponse(Snapshot rows, Row conversation, int cycle)
    {
        var cycles = Turns.Of(rows, conversation).NextResponses;
        return cycle > cycles.Count ? null : new Oracle(
            cycles[cycle - 1].Start, Spans.Union(Spans.Holds(rows, conversation.Id())), cycles[cycle - 1].Satisfied, cycles[cycle - 1].Cancelled);
    }

    static Oracle? Resolution(Snapshot rows, Row conversation, int cycle)
    {
        var closings = Spans.Closings(rows, conversation.Id());
        if (cycle > closings.Count + 1 || cycle > 1 && closings[cycle - 2].To is null)
            return null;
        var pauses = Spans.Union([.. Spans.Holds(rows, conversation.Id()), .. Turns.Of(rows, conversation).Askers, .. Former(closings, cycle)]);
        return new Oracle(conversation.At("created_at"), pauses, cycle <= closings.Count ? closings[cycle - 1].From : null, null);
    }

    static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Former(IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> closings, int cycle) =>
        [.. closings.Take(cycle - 1)];
}
