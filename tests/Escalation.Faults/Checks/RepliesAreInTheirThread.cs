namespace Escalation.Faults.Checks;

/// <summary>Invariant 2: a reply is in the conversation of what it replies to, or in one that is linked to it.</summary>
sealed class RepliesAreInTheirThread : ICheck
{
    public IEnumerable<string> Violations(Facts facts)
    {
        var group = Groups(facts.Rows.Conversations);
        foreach (var (post, sent) in facts.Of<SendPost>().Where(p => p.Action.ReplyTo is not null))
        {
            if (facts.Post(post.Name) is not { } reply || ConversationOf(facts, post.ReplyTo!) is not { } thread)
                continue;
            if (group(reply.Id("conversation_id")) != group(thread))
                yield return $"A reply is not in its thread's conversation {thread}: {reply}; {sent}";
        }
    }

    /// <summary>An answer of ours has a place in a thread once it is known to be delivered.</summary>
    static string? ConversationOf(Facts facts, string name) => name[0] == 'p'
        ? facts.Post(name)?.Id("conversation_id")
        : facts.Rows.Answers.FirstOrDefault(a => a.AtOrNull("delivered_at") is not null && a.Must("text").StartsWith($"{facts.Prefix}{name} ", StringComparison.Ordinal))?.Id("conversation_id");

    /// <summary>Linked ones together: each by the smallest id among them.</summary>
    static Func<string, string> Groups(IReadOnlyList<Row> conversations)
    {
        var root = conversations.ToDictionary(c => c.Id(), c => c.Id());
        foreach (var c in conversations)
        {
            if (c.IdOrNull("linked_to") is { } other && root.ContainsKey(other))
                root[Find(c.Id())] = Find(other);
        }
        return Find;

        string Find(string id)
        {
            while (root.TryGetValue(id, out var next) && next != id)
                id = next;
            return id;
        }
    }
}
