namespace Escalation.Faults.Checks;

/// <summary>What a person was told is done is in the record once, in that person's name; what was refused is not.</summary>
sealed class CommandsAreDoneOnce : ICheck
{
    public IEnumerable<string> Violations(Facts facts) => Answers(facts).Concat(Notes(facts)).Concat(Events(facts));

    static IEnumerable<string> Answers(Facts facts)
    {
        foreach (var (command, sent) in facts.Of<Command>().Where(c => c.Action.Verb.StartsWith("answers", StringComparison.Ordinal)))
        {
            var rows = facts.Rows.Answers.Where(a => a.Must("text").StartsWith($"{facts.Prefix}{command.Argument} ", StringComparison.Ordinal)).ToList();
            if (rows.Count > 1)
                yield return $"One answer was submitted {rows.Count} times: {string.Join(", ", rows)}; {sent}";
            if (rows.Count == 0 && sent.IsDone)
                yield return $"An answer that was taken is not there: {sent}";
            if (rows.Count > 0 && sent.IsRefused)
                yield return $"An answer that was refused is there: {string.Join(", ", rows)}; {sent}";
            if (rows.Exists(row => row.Text("by") != sent.By))
                yield return $"An answer is in another's name: {string.Join(", ", rows)}; {sent}";
        }
    }

    static IEnumerable<string> Notes(Facts facts)
    {
        foreach (var (command, sent) in facts.Of<Command>().Where(c => c.Action.Verb == "notes"))
        {
            var rows = facts.Rows.Notes.Where(n => n.Text("text") == facts.Prefix + command.Argument).ToList();
            if (rows.Count > 1 || rows.Count == 0 && sent.IsDone)
                yield return $"A note is there {rows.Count} times: {string.Join(", ", rows)}; {sent}";
        }
    }

    /// <summary>Those of which each one that succeeds leaves exactly one event.</summary>
    static IEnumerable<string> Events(Facts facts)
    {
        foreach (var (verb, what) in (ReadOnlySpan<(string, string)>)[("decline", "declined"), ("forward", "forwarded"), ("close", "closed")])
        {
            var sent = facts.Of<Command>().Where(c => c.Action.Verb == verb).ToLookup(c => (c.Sent.Conversation, c.Sent.By), c => c.Sent);
            var told = facts.Rows.Timeline.Where(e => e.Text("event") == what && e.Text("by") is not null && !IsByMerge(facts, e))
                .ToLookup(e => ((string?)e.Id("conversation_id"), e.Text("by")));
            foreach (var key in sent.Select(s => s.Key).Union(told.Select(t => t.Key)))
            {
                var (done, open, events) = (sent[key].Count(s => s.IsDone), sent[key].Count(s => !s.IsDone && !s.IsRefused), told[key].Count());
                if (events < done || events > done + open)
                    return [$"{verb} was done {done} times (and {open} times perhaps) but the timeline has {events}: {string.Join("; ", sent[key])}; {string.Join(", ", told[key])}"];
            }
        }
        return [];
    }

    static bool IsByMerge(Facts facts, Row closed) => facts.Rows.TimelineOf(closed.Id("conversation_id"))
        .Any(e => e.Text("event") == "merged" && e.At("at") == closed.At("at"));
}
