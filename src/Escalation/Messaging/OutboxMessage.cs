using System.Text.Json;
using System.ComponentModel.DataAnnotations.Schema;

namespace Escalation.Messaging;

/// <summary>
/// A message that goes onto the bus once the transaction that wrote it is committed. Its id is the message id, so that a
/// repeated publication is recognised by the receiver's inbox. When the row goes is told in <see cref="OutboxRelay"/>.
/// </summary>
public sealed class OutboxMessage
{
    public Guid Id { get; set; }
    public required string Type { get; set; }
    public required string Body { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>The message itself while it is still in the process that wrote it.</summary>
    [NotMapped]
    public object? Message { get; set; }

    public object Read() => Message ??= JsonSerializer.Deserialize(Body, MessageTypes.Find(Type))!;
}
