using Escalation.Connectors;

namespace Escalation.Server.Demo;

/// <summary>
/// The demo's own network: the page /square shows posts and answers from our tables, so an answer stands there as soon
/// as it counts as delivered. Its id is the answer's own, and so the same on every try.
/// </summary>
sealed class SquareConnector : IRepeatsSafely
{
    public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) =>
        Task.FromResult<Delivery>(new Delivery.Delivered([new DeliveredPart($"answer-{answer.AnswerId:N}", null)]));
}

sealed class SquareFactory : IConnectorFactory
{
    public const string Name = "square";

    public string Network => Name;

    public IReadOnlyList<SettingDefinition> Settings => [];

    public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => new SquareConnector();
}
