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
/// <param name="Tries">What each was answered; null: nothing came back.</param>
sealed record Sent(Planned Action, string? By, string? Conversation, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Reply?> Tries)
{
    public bool IsDone => Tries.Any(reply => reply is { IsDone: true });

    /// <summary>Every try was refused, so that it cannot have been done.</summary>
    public bool IsRefused => Tries.All(reply => reply is { IsFinal: true, IsDone: false });

    public override string ToString() =>
        $"{Action} by {By} to {Conversation} at {From:HH:mm:ss.fff}-{To:HH:mm:ss.fff}: {string.Join(", ", Tries.Select(r => r is null ? "no answer" : $"{r.Status} {r.Body?.ToJsonString()}"))}";
}
