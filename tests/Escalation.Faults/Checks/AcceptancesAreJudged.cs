namespace Escalation.Faults.Checks;

/// <summary>Invariant 4 for the expert's clock: anew with each assignment, met by accepting, cancelled by what ends the assignment (the SLA rules, section 9).</summary>
sealed class AcceptancesAreJudged : ICheck
{
    static readonly IReadOnlyList<string> Ends = ["assigned", "forwarded", "declined", "closed", "unassigned", "triage", "merged", "followUp"];

    public IEnumerable<string> Violations(Facts facts)
    {
        var promised = new Promised(facts.Rows.Organizations);
        foreach (var row in facts.Rows.Deadlines.Where(d => d.Text("target") == "acceptance" && !d.Flag("retroactive")))
        {
            var c = facts.Rows.Conversations.Single(c => c.Id() == row.Id("conversation_id"));
            var events = facts.Rows.TimelineOf(c.Id()).ToList();
            if (!events.Exists(e => e.Text("event") == "merged") && Wrong(facts, promised, c, row, events) is { } why)
                yield return $"{why}: {row}; of {c}; {string.Join("; ", events)}";
        }
    }

    static string? Wrong(Facts facts, Promised promised, Row c, Row row, List<Row> events)
    {
        if (events.Find(e => e.Text("event") == "assigned" && e.At("at") == row.At("started_at") && e.Fact("expert") == row.Text("expert")) is not { } assigned)
            return "An acceptance without its assignment";
        var later = events.Where(e => e.Number("id") > assigned.Number("id")).ToList();
        var acceptedAt = later.Find(e => e.Text("event") == "accepted" && e.Text("by") == row.Text("expert"))?.AtOrNull("at");
        // Answered, also where an earlier answer had made it the asker's turn already.
        var turns = Turns.Of(facts.Rows, c).Askers;
        var endedAt = later.Where(e => Ends.Contains(e.Text("event"))).Select(e => e.AtOrNull("at"))
            .Concat(later.Where(e => e.Text("event") == "delivered").Select(e => e.AtOrNull("at")).Where(at => turns.Any(turn => turn.From <= at && !(turn.To <= at))))
            .Concat(turns.Where(turn => turn.From >= row.At("started_at")).Select(turn => (DateTimeOffset?)turn.From)).Min();
        var durations = promised.Between(row.Number("organization_version"), c.Number("organization_version"), row.Text("policy"), "acceptance");
        // Taken away by a step, or from who left or is absent, it is told where it went only when the next has it.
        var wasTaken = endedAt is not null && later.Exists(e => e.Text("event") == "deadlineCancelled" && e.Fact("target") == "acceptance" && e.At("at") <= row.At("due_at"));
        return durations.Count == 0 || wasTaken && row.Text("state") == "Cancelled" || durations.Any(d => Verdicts(row.At("started_at") + d, acceptedAt, endedAt, facts.Rows.At).Contains(row.Must("state")))
            ? null
            : $"An acceptance is {row.Text("state")}, accepted {acceptedAt:HH:mm:ss.fffffff}, ended {endedAt:HH:mm:ss.fffffff}";
    }

    static IEnumerable<string> Verdicts(DateTimeOffset due, DateTimeOffset? acceptedAt, DateTimeOffset? endedAt, DateTimeOffset now)
    {
        if (acceptedAt <= due && !(endedAt < acceptedAt))
            yield return "Met";
        else if (endedAt <= due)
            yield return "Cancelled";
        else if (due < now)
            yield return "Breached";
        else
            yield return "Running";
        // Not every taking over by the holder ends an assignment.
        if (endedAt <= due && acceptedAt <= due)
            yield return "Met";
    }
}
