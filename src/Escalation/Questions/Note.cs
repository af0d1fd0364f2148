namespace Escalation.Questions;

/// <summary>An internal remark. It satisfies and arms nothing and is never shown to the asker.</summary>
public sealed class Note
{
    public Guid Id { get; set; }
    public Guid ConversationId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string By { get; set; }
    public required string Text { get; set; }
}
