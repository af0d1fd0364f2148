namespace Escalation.Search;

/// <summary>
/// The words of a post or an answer, folded and without order, as the database's own full-text index takes them (decision
/// 0023). Written in the commit of the text; the database lets it follow its source to another conversation, and go with it.
/// </summary>
public sealed class SearchText
{
    public long Id { get; set; }
    /// <summary>The post's or the answer's id.</summary>
    public Guid SourceId { get; set; }
    public Guid ConversationId { get; set; }
    /// <summary>Words with a space between them; null: not read yet (<see cref="IndexSearch"/>).</summary>
    public string? Text { get; set; }
}
