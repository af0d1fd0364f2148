namespace Escalation.Faults.Checks;

/// <summary>Invariant 7: what a conversation is follows from its rows, in whatever order their messages came.</summary>
sealed class StatesAgreeWithHistory : ICheck
{
    public bool MayHeal => true;

    public IEnumerable<string> Violations(Facts facts)
    {
        foreach (var c in facts.Rows.Conversations)
        {
            var state = c.Must("state");
            if (facts.Rows.Of(facts.Rows.Deadlines, c.Id()).FirstOrDefault(d => d.Text("state") is "Running" or "Paused") is { } open && state == "Closed")
                yield return $"It is closed and a promise goes on: {c}; {open}";
            if (state is "Closed" && facts.Rows.Of(facts.Rows.Answers, c.Id()).FirstOrDefault(a => a.Text("state") == "queued") is { } queued)
                yield return $"It is closed and an answer waits to go out: {c}; {queued}";
            if (Wrong(facts, c, state) is { } why)
                yield return $"{why}: {c}; {string.Join("; ", facts.Rows.TimelineOf(c.Id()))}";
        }
    }

    static string? Wrong(Facts facts, Row c, string state)
    {
        var events = facts.Rows.TimelineOf(c.Id()).ToList();
        var isAskersTurn = Turns.Of(facts.Rows, c).AskersTurnSince is not null;
        if (state == "Answered")
            return isAskersTurn ? null : "It is answered though the asker waits";
        if (state is "Closed")
            return null;
        var asked = facts.Rows.Of(facts.Rows.Posts, c.Id()).Where(p => p.Flag("by_asker")).ToList();
        if (asked.Count > 0 && asked.TrueForAll(p => p.AtOrNull("deleted_at") is not null) && !events.Exists(e => e.Text("event") is "delivered" or "merged"))
            return "All that was asked is deleted and the conversation is open";
        // Somebody who took it, or was given it, after the answer has it though nothing is owed.
        var taken = events.LastOrDefault(e => e.Text("event") is "forwarded" or "accepted" or "answered" or "assigned" or "merged")?.Number("id") ?? 0;
        var delivered = events.LastOrDefault(e => e.Text("event") == "delivered")?.Number("id") ?? 0;
        return isAskersTurn && delivered > taken ? "It is the asker's turn and the conversation is not answered" : null;
    }
}
