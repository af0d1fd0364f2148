using System.Text.Json;
using Escalation.Input;

namespace Escalation.Access;

/// <summary>What came of a command that had an <see cref="IdempotencyKey"/>, written in the command's own commit.</summary>
public sealed class AnsweredCommand
{
    public required byte[] Id { get; set; }
    public required byte[] Request { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>A <see cref="Stored"/> as JSON.</summary>
    public string Outcome { get; set; } = "";

    sealed record Stored(string Kind, Guid? Id = null, string? Why = null, IReadOnlyList<Fault>? Faults = null);

    public void Write(Access.Outcome outcome) => Outcome = JsonSerializer.Serialize(outcome switch
    {
        Access.Outcome.Done done => new Stored(nameof(Access.Outcome.Done), done.Id),
        Access.Outcome.Forbidden forbidden => new Stored(nameof(Access.Outcome.Forbidden), Why: forbidden.Why),
        Access.Outcome.Conflict conflict => new Stored(nameof(Access.Outcome.Conflict), Why: conflict.Why),
        Access.Outcome.Invalid invalid => new Stored(nameof(Access.Outcome.Invalid), Faults: invalid.Faults),
        _ => new Stored(nameof(Access.Outcome.NotFound)),
    });

    public Access.Outcome Read()
    {
        var stored = JsonSerializer.Deserialize<Stored>(Outcome)!;
        return stored.Kind switch
        {
            nameof(Access.Outcome.Done) => new Access.Outcome.Done(stored.Id),
            nameof(Access.Outcome.Forbidden) => new Access.Outcome.Forbidden(stored.Why!),
            nameof(Access.Outcome.Conflict) => new Access.Outcome.Conflict(stored.Why!),
            nameof(Access.Outcome.Invalid) => new Access.Outcome.Invalid(stored.Faults!),
            _ => new Access.Outcome.NotFound(),
        };
    }
}
