using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using MassTransit;

namespace Escalation.Messaging;

/// <summary>Every message by the name that it has on the wire and in the outbox: its explicit urn, whatever becomes of the class.</summary>
public static class MessageTypes
{
    // First: the names are made with it.
    static readonly ConcurrentDictionary<Type, string> Names = [];

    static readonly FrozenDictionary<string, Type> ByName = typeof(MessageTypes).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<MessageUrnAttribute>() is not null)
        .ToFrozenDictionary(Name);

    public static string Name(Type type) => Names.GetOrAdd(type, static type =>
        type.GetCustomAttribute<MessageUrnAttribute>()?.Urn.ToString()
        ?? throw new InvalidOperationException($"{type.Name} has no [MessageUrn], so it cannot go through the outbox."));

    public static Type Find(string name) =>
        ByName.TryGetValue(name, out var type) ? type : throw new InvalidOperationException($"There is no message '{name}' (any more).");
}
