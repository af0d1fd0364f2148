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

    /// <summary>Since when it is left out of publishing because it cannot be published; it is looked at again at every start and every hour.</summary>
    public DateTimeOffset? SetAsideAt { get; set; }

    /// <summary>Why it was set aside.</summary>
    public string? Problem { get; set; }

    /// <summary>The message itself while it is still in the process that wrote it.</summary>
    [NotMapped]
    public object? Message { get; set; }

    /// <exception cref="InvalidOperationException">This program does not know the type.</exception>
    /// <exception cref="JsonException">The body is not a message of that type.</exception>
    public object Read() => Message ??= JsonSerializer.Deserialize(Body, MessageTypes.Find(Type)) ?? throw new JsonException("The body is null.");
}
