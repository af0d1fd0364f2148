using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Escalation.Input;

/// <summary>What was read, or everything that is wrong with the input; never both.</summary>
public sealed class ReadResult<T> where T : class
{
    internal ReadResult(T? value, ImmutableArray<Fault> faults)
    {
        Value = faults.IsEmpty ? value : null;
        Faults = faults;
    }

    public static ReadResult<T> Failed(string message) => new(null, [new Fault("$", message)]);

    public T? Value { get; }

    /// <summary>In the order of reading; empty if all is well.</summary>
    public ImmutableArray<Fault> Faults { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Faults.IsEmpty;
}
