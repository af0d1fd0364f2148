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
        deliveries.Fails(answer.AnswerId) ? new Delivery.Refused("the simulated network refuses it") : new Delivery.Delivered([new(answer.AnswerId.ToString(), null)]));
}

/// <summary>What the events say of the delivery of each answer.</summary>
sealed class SimulatedDeliveries
{
    readonly ConcurrentDictionary<Guid, Deed.Answer> _answers = [];

    public void Add(Guid answer, Deed.Answer says) => _answers[answer] = says;

    public bool Fails(Guid answer) => _answers.TryGetValue(answer, out var says) && says.Fails;

    public TimeSpan Takes(Guid answer) => _answers.TryGetValue(answer, out var says) ? says.Takes : TimeSpan.Zero;
}
