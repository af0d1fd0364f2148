using System.Collections.Concurrent;
using Escalation.Connectors;

namespace Escalation.Simulation;

/// <summary>Stands in for a network: takes every answer, but for those that the events say it refuses.</summary>
sealed class SimulatedNetwork(string network, IReadOnlyList<SettingDefinition> settings, SimulatedDeliveries deliveries) : IConnectorFactory, IConnector
{
    public string Network => network;

    public IReadOnlyList<SettingDefinition> Settings => settings;

    public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => this;

    public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) => Task.FromResult<Delivery>(
        deliveries.End(answer.AnswerId) is { Fails: true } ? new Delivery.Refused("the simulated network refuses it") : new Delivery.Delivered([new(answer.AnswerId.ToString(), null)]));
}

/// <summary>What the events say of the delivery of each answer.</summary>
sealed class SimulatedDeliveries
{
    readonly ConcurrentDictionary<Guid, Deed.Answer> _answers = [];

    public void Add(Guid answer, Deed.Answer says) => _answers[answer] = says;

    /// <summary>Whether any answer may be on its way.</summary>
    public bool Any => !_answers.IsEmpty;

    /// <summary>The network has decided on it.</summary>
    public Deed.Answer? End(Guid answer) => _answers.TryRemove(answer, out var says) ? says : null;

    public TimeSpan Takes(Guid answer) => _answers.TryGetValue(answer, out var says) ? says.Takes : TimeSpan.Zero;
}
