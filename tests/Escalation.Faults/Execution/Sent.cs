using System.Text.Json.Nodes;

namespace Escalation.Faults.Execution;

/// <param name="Status">Of HTTP.</param>
sealed record Reply(int Status, JsonNode? Body)
{
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>Done or refused: asking again changes nothing.</summary>
    public bool IsFinal => Status is < 500 and not (408 or 425 or 429);
}

/// <summary>What a caller asked for and what came back.</summary>
/// <param name="By">Who acted.</param>
/// <param name="Conversation">To which it was done; for a post: into which it was taken.</param>
/// <param name="Replies">One for each answer that arrived.</param>
sealed record Sent(Planned Action, string? By, string? Conversation, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Reply> Replies)
{
    public bool IsDone => Replies.Any(reply => reply.IsDone);

    /// <summary>It may have been done, or not: no caller was told.</summary>
    public bool IsOpen => !Replies.Any(reply => reply.IsFinal);

    public override string ToString() => $"{Action} by {By} to {Conversation} at {From:HH:mm:ss.fff}-{To:HH:mm:ss.fff}: {string.Join(", ", Replies.Select(r => $"{r.Status} {r.Body?.ToJsonString()}"))}";
}
