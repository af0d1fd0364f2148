namespace Escalation.Faults.Checks;

/// <summary>Invariants 6 and 11: nobody does what the role does not allow, and the record names who did it.</summary>
sealed class OnlyWhoMayActs : ICheck
{
    static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Causes = new Dictionary<string, IReadOnlyList<string>>
    {
        ["accepted"] = ["accept", "answers", "answers?holding"], ["answered"] = ["answers", "answers?holding"], ["declined"] = ["decline"], ["forwarded"] = ["forward"],
        ["held"] = ["hold"], ["resumed"] = ["resume"], ["closed"] = ["close", "merge"], ["priority"] = ["priority"],
    };

    public IEnumerable<string> Violations(Facts facts)
    {
        foreach (var (command, sent) in facts.Of<Command>().Where(c => c.Sent.IsDone && !May(c.Action.Verb, c.Sent.By!)))
            yield return $"{sent.By} may not {command.Verb}: {sent}";
        foreach (var (command, sent) in facts.Of<AnswerCommand>().Where(c => c.Sent.IsDone && !May(c.Action.Verb, c.Sent.By!)))
            yield return $"{sent.By} may not {command.Verb}: {sent}";
        foreach (var entry in facts.Rows.Timeline.Where(e => e.Text("by") is not null && Causes.ContainsKey(e.Must("event"))))
        {
            var (by, causes) = (entry.Text("by"), Causes[entry.Must("event")]);
            if (!facts.Of<Command>().Any(c => causes.Contains(c.Action.Verb) && c.Sent.By == by && (c.Sent.Conversation == entry.Id("conversation_id") || c.Action.Verb == "merge")))
                yield return $"Nobody asked for this in the name of {by}: {entry}";
        }
    }

    static bool May(string verb, string by) => verb switch
    {
        "forward" or "close" or "merge" or "priority" or "approve" or "reject" => by == Organizations.Manager,
        "retry" => by == Organizations.Operator,
        _ => by != Organizations.Operator,
    };
}
