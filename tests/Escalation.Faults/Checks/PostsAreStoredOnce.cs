namespace Escalation.Faults.Checks;

/// <summary>Invariants 1 and 2: what was acknowledged is stored, once, in one conversation, and a reply is where its thread is.</summary>
sealed class PostsAreStoredOnce : ICheck
{
    public IEnumerable<string> Violations(Facts facts)
    {
        var stored = facts.Rows.Posts.ToLookup(post => post.Must("network_id"));
        var conversations = facts.Rows.Conversations.ToDictionary(c => c.Id());
        foreach (var (post, sent) in facts.Of<SendPost>())
        {
            if (!sent.IsDone)
                yield return $"A post is not acknowledged though all faults are over: {sent}";
            else if (stored[facts.Prefix + post.Name].Count() != 1)
                yield return $"An acknowledged post is stored {stored[facts.Prefix + post.Name].Count()} times: {sent}";
        }
        // One that was deleted before it came belongs to none.
        foreach (var post in facts.Rows.Posts.Where(post => !conversations.ContainsKey(post.Id("conversation_id")) && post.AtOrNull("deleted_at") is null))
            yield return $"A post is in no conversation of this run: {post}";
        foreach (var lost in StartedTwice(facts))
            yield return lost;
    }

    /// <summary>A conversation that holds no post was merged into another, or should not be there.</summary>
    static IEnumerable<string> StartedTwice(Facts facts) => facts.Rows.Conversations
        .Where(c => !facts.Rows.Of(facts.Rows.Posts, c.Id()).Any() && !facts.Rows.TimelineOf(c.Id()).Any(e => e.Text("event") == "merged"))
        .Select(c => $"A conversation has no post: {c}");
}
