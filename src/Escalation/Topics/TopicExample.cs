namespace Escalation.Topics;

/// <summary>
/// What a person said a question was about: what the topic model learns from. Only ever added; of several about one
/// conversation the last counts. The text is the post's own, so that what is erased there is forgotten here.
/// </summary>
public sealed class TopicExample
{
    public long Id { get; set; }
    public Guid ConversationId { get; set; }
    public Guid PostId { get; set; }

    /// <summary>Null: about none of the topics.</summary>
    public string? Topic { get; set; }

    public required string How { get; set; }
    public required string By { get; set; }
    public DateTimeOffset At { get; set; }
}
