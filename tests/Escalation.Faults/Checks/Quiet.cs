namespace Escalation.Faults.Checks;

/// <summary>What the service still has to do for a run, by its rows.</summary>
static class Quiet
{
    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<string> WhatIsNot(Snapshot rows)
    {
        if (rows.Pending > 0)
            yield return $"{rows.Pending} messages are not published";
        var late = rows.At - Slack;
        foreach (var c in rows.Conversations.Where(c => c.Text("state") == "Received" || c.AtOrNull("unrouted_since") is not null || c.AtOrNull("closes_at") < late))
            yield return $"something is to be done with {c}";
        foreach (var answer in rows.Answers.Where(a => a.Text("state") == "queued"))
            yield return $"an answer is to be delivered: {answer}";
        foreach (var deadline in rows.Deadlines.Where(d => d.Text("state") == "Running" && d.AtOrNull("due_at") < late))
            yield return $"a deadline is to be judged: {deadline}";
        foreach (var step in rows.Steps.Where(s => s.Text("state") == "Pending" && s.AtOrNull("due_at") < late))
            yield return $"a step is to act: {step}";
    }
}
