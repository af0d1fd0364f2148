using Escalation.Input;

namespace Escalation.Access;

/// <summary>What came of something that a person wanted to do. Failures are expected ones, with a sentence for the person.</summary>
public abstract record Outcome
{
    Outcome() { }

    public sealed record Done(Guid? Id = null) : Outcome;
    public sealed record NotFound : Outcome;
    public sealed record Forbidden(string Why) : Outcome;
    /// <summary>It does not fit the state of things, for example because somebody was faster.</summary>
    public sealed record Conflict(string Why) : Outcome;
    /// <summary>An idempotency key came again with something else to do.</summary>
    public sealed record KeyReused : Outcome;
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : Outcome
    {
        public Invalid(string path, string message) : this([new Fault(path, message)]) { }
    }

    public static readonly Outcome Ok = new Done();
}
