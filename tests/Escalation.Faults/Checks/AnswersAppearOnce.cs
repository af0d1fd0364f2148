namespace Escalation.Faults.Checks;

/// <summary>Invariant 5: an answer appears once on the network, and the record says so.</summary>
sealed class AnswersAppearOnce : ICheck
{
    public IEnumerable<string> Violations(Facts facts)
    {
        var taken = facts.Taken.Where(t => t.Value.StartsWith(facts.Prefix, StringComparison.Ordinal)).ToLookup(t => t.Value, t => t.Key);
        foreach (var twice in taken.Where(t => t.Count() > 1))
            yield return $"The network has {twice.Key} {twice.Count()} times: {string.Join(", ", twice)}";
        foreach (var answer in facts.Rows.Answers)
        {
            var (name, state) = (answer.Must("text").Split(' ')[0], answer.Must("state"));
            var isThere = facts.Taken.ContainsKey($"msg_{answer.Id().Replace("-", "")}");
            var mayBeThere = facts.Rows.Attempts.Any(a => a.Id("answer_id") == answer.Id() && a.Text("outcome") is null or "unknown");
            if (state == "unknown" ? !mayBeThere : state == "delivered" != isThere)
                yield return $"An answer is {state} and {(isThere ? "is" : "is not")} on the network: {answer}; tries: {string.Join(", ", facts.Calls.Where(c => c.Post == name))}";
            if (state is "queued" && answer.AtOrNull("next_attempt_at") is null)
                yield return $"A queued answer has no time for its next try: {answer}";
            if (state == "delivered" && facts.Rows.Timeline.Count(e => e.Text("event") == "delivered" && e.Must("facts").Contains(answer.Id(), StringComparison.OrdinalIgnoreCase)) != 1)
                yield return $"The timeline does not tell once of a delivery: {answer}";
        }
    }
}
