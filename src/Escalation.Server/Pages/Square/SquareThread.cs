using Escalation.Questions;

namespace Escalation.Server.Pages.Square;

/// <summary>One thread of the square, as everybody may see it.</summary>
public sealed record SquareThread(Guid Id, string Author, string AuthorId, SquareState State, IReadOnlyList<SquarePost> Posts)
{
    /// <summary>What a reply replies to.</summary>
    public string LastPost => Posts[^1].NetworkId;
}

public sealed record SquarePost(string NetworkId, string Author, bool IsExpert, string Text, DateTimeOffset At);

/// <summary>How it stands, in kind words. <paramref name="Mood"/> is the look of it.</summary>
public sealed record SquareState(string Mood, string Words)
{
    /// <param name="isAnswered">The asker's turn: told by the answers themselves, for they are there a moment before the state is.</param>
    public static SquareState Of(Conversation conversation, string? expert, bool isAnswered) => conversation.State switch
    {
        ConversationState.Closed => new("closed", expert is null ? "This thread is closed" : $"Answered by {expert}"),
        _ when isAnswered => new("answered", $"Answered by {expert}"),
        ConversationState.Accepted => new("busy", $"{expert} is on it"),
        ConversationState.Assigned => new("busy", $"{expert} has the question"),
        ConversationState.Waiting => new("looking", "Everybody who knows this is busy. You are next in line…"),
        ConversationState.Triage => new("looking", "We are finding out who knows this best…"),
        _ => new("looking", "Looking for the right person…"),
    };
}
