namespace Escalation.Faults.Checks;

/// <summary>Invariant 1 for edits and deletions: what was acknowledged holds, also where it came before its post.</summary>
sealed class RevisionsAreKept : ICheck
{
    public IEnumerable<string> Violations(Facts facts)
    {
        var deleted = facts.Of<DeletePost>().ToList();
        foreach (var (deletion, sent) in deleted.Where(d => d.Sent.IsDone))
        {
            if (facts.Post(deletion.Name) is { } post && (post.AtOrNull("deleted_at") is null || post.Text("text") is { Length: > 0 }))
                yield return $"A deleted post is there: {post}; {sent}";
        }
        foreach (var edits in facts.Of<EditPost>().GroupBy(e => e.Action.Name).Where(e => !deleted.Exists(d => d.Action.Name == e.Key)))
        {
            if (facts.Post(edits.Key) is { } post && edits.All(e => e.Sent.IsDone) && edits.All(e => e.Action.Text != post.Text("text")))
                yield return $"An edit is lost: {post}; {string.Join("; ", edits.Select(e => e.Sent))}";
        }
    }
}
