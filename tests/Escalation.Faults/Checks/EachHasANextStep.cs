namespace Escalation.Faults.Checks;

/// <summary>Invariant 3: at most one expert, and always a next step.</summary>
sealed class EachHasANextStep : ICheck
{
    public bool MayHeal => true;

    public IEnumerable<string> Violations(Facts facts) => facts.Rows.Conversations.Select(c => (c, Why: Why(facts, c))).Where(x => x.Why is not null)
        .Select(x => $"{x.Why}: {x.c}");

    static string? Why(Facts facts, Row c)
    {
        var (state, expert, topic) = (c.Must("state"), c.Text("expert"), c.Text("topic"));
        return state switch
        {
            "Received" => "Nobody has routed it",
            "Assigned" or "Accepted" when expert is null => "It is with nobody",
            "Waiting" when topic is null => "It waits under no topic",
            "Waiting" when expert is not null => "It waits and is with somebody",
            "Waiting" when !IsTold(facts, c) => "It waits and nobody was told",
            "Triage" when topic is not null => "It is in triage and has a topic",
            "Triage" when expert is not null => "It is in triage and with somebody",
            "Closed" when c.AtOrNull("closed_at") is null || c.Text("close_reason") is null => "It is closed without a reason or time",
            not "Closed" when c.AtOrNull("closed_at") is not null => "It is open and has a time of closing",
            _ => null,
        };
    }

    static bool IsTold(Facts facts, Row c)
    {
        var last = facts.Rows.TimelineOf(c.Id()).LastOrDefault(e => e.Text("event") is "assigned" or "forwarded" or "reopened" or "uncovered");
        return last?.Text("event") == "uncovered";
    }
}
