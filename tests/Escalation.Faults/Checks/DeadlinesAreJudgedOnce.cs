namespace Escalation.Faults.Checks;

/// <summary>Invariant 4: every deadline is judged once, by its own time; every step acts once.</summary>
sealed class DeadlinesAreJudgedOnce : ICheck
{
    /// <summary>What should be judged by now may be so a moment later.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Violations(Facts facts)
    {
        var promised = new Promised(facts.Rows.Organizations);
        foreach (var c in facts.Rows.Conversations)
        {
            var events = facts.Rows.TimelineOf(c.Id()).ToList();
            var rows = facts.Rows.Of(facts.Rows.Deadlines, c.Id()).ToList();
            var why = Told(rows, events).Concat(Acted(facts, c, rows, events));
            if (!events.Exists(e => e.Text("event") == "merged"))
                why = why.Concat(rows.Where(row => row.Text("target") != "acceptance" && !row.Flag("retroactive")).Select(row => Wrong(facts, promised, c, row)).OfType<string>()).Concat(Missing(facts, promised, c, rows));
            foreach (var what in why)
                yield return $"{what}; of {c}; {string.Join("; ", events)}";
        }
    }

    static IEnumerable<string> Told(List<Row> rows, List<Row> events)
    {
        foreach (var twice in rows.CountBy(row => (row.Text("target"), row.Number("cycle"))).Where(cycle => cycle.Value > 1))
            yield return $"{twice.Key} was promised {twice.Value} times";
        foreach (var target in rows.Select(row => row.Must("target")).Distinct())
        {
            foreach (var (state, what) in (List<(string, string)>)[("Met", "deadlineMet"), ("Breached", "deadlineBreached")])
            {
                var (judged, told) = (rows.Count(r => r.Text("target") == target && r.Text("state") == state), events.Count(e => e.Text("event") == what && Target(e) == target));
                if (judged != told)
                    yield return $"{target}: {judged} are {state} and the timeline tells of {told}";
            }
        }
    }

    static IEnumerable<string> Acted(Facts facts, Row c, List<Row> rows, List<Row> events)
    {
        var targets = rows.ToDictionary(row => row.Id(), row => row.Must("target"));
        var fired = facts.Rows.Of(facts.Rows.Steps, c.Id()).Where(s => s.Text("state") == "Fired").CountBy(s => (targets[s.Id("deadline_id")], s.Number("number"))).ToDictionary();
        var told = events.Where(e => e.Text("event") == "escalated" || e.Text("event") == "uncovered" && e.Fact("step") is not null)
            .CountBy(e => (Target(e)!, long.Parse(e.Fact("step")!, CultureInfo.InvariantCulture))).ToDictionary();
        foreach (var step in fired.Keys.Union(told.Keys).Where(step => fired.GetValueOrDefault(step) != told.GetValueOrDefault(step)))
            yield return $"Step {step} fired {fired.GetValueOrDefault(step)} times by the rows and {told.GetValueOrDefault(step)} times by the timeline";
    }

    static string? Wrong(Facts facts, Promised promised, Row c, Row row)
    {
        var (target, state) = (row.Must("target"), row.Must("state"));
        if (Oracle.Of(facts.Rows, c, target, (int)row.Number("cycle")) is not { } oracle)
            return state == "Cancelled" ? null : $"There is no such cycle: {row}";
        var durations = promised.Between(row.Number("organization_version"), c.Number("organization_version"), row.Text("policy"), target);
        if (durations.Count == 0 || durations.Any(d => IsRight(oracle, d, row, state, facts.Rows.At)))
            return null;
        var expected = durations.Select(d => $"{oracle.Verdict(d, facts.Rows.At)} with {oracle.DueAfter(d):HH:mm:ss.fffffff}");
        return $"A deadline is {state} and should be {string.Join(" or ", expected)} (satisfied {oracle.Satisfied:HH:mm:ss.fffffff}, cancelled {oracle.Cancelled:HH:mm:ss.fffffff}): {row}";
    }

    static bool IsRight(Oracle oracle, TimeSpan duration, Row row, string state, DateTimeOffset now)
    {
        var (due, verdict) = (oracle.DueAfter(duration), oracle.Verdict(duration, now));
        return state switch
        {
            "Running" => due == row.At("due_at") && (verdict == "Running" || verdict == "Breached" && due > now - Slack),
            "Paused" => verdict == "Paused",
            "Breached" => verdict == "Breached" && due == row.At("breached_at"),
            _ => verdict == state,
        };
    }

    /// <summary>The first promises are made when it is routed, unless it was closed before; none that runs is forgotten.</summary>
    static IEnumerable<string> Missing(Facts facts, Promised promised, Row c, List<Row> rows)
    {
        var version = c.Number("organization_version");
        // What is not routed yet has none.
        if (c.Text("state") is "Closed" or "Received" || facts.Rows.TimelineOf(c.Id()).FirstOrDefault(e => e.Text("event") is "classified" or "triage" or "closed") is not { } first)
            yield break;
        var wasRouted = first.Text("event") != "closed";
        foreach (var target in (string[])["firstResponse", "nextResponse", "resolution"])
        {
            if (promised.Between(version, version, c.Text("policy"), target) is not [var duration])
                continue;
            var isOver = false;
            for (var cycle = 1; !isOver && Oracle.Of(facts.Rows, c, target, cycle) is { } oracle; cycle++)
            {
                var row = rows.Find(r => r.Text("target") == target && r.Number("cycle") == cycle);
                var isOpen = oracle is { Satisfied: null, Cancelled: null };
                if (row is null && (isOpen || cycle == 1 && wasRouted && target != "nextResponse"))
                    yield return $"{target} {cycle} is promised and is not there (since {oracle.CountedFrom:HH:mm:ss.fffffff})";
                // What was broken is not promised again.
                isOver = target != "nextResponse" && ((row?.Text("state") ?? oracle.Verdict(duration, facts.Rows.At)) == "Breached" || target == "firstResponse" && oracle.Satisfied is not null);
            }
        }
    }

    static string? Target(Row entry) => entry.Fact("target");
}
