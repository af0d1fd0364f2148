using Escalation.Messaging;
using MassTransit;
using MassTransit.Mediator;

namespace Escalation.Simulation;

/// <summary>
/// Takes committed messages to their consumers one after the other, in the order of their commits: the consumers and
/// what surrounds them are the service's own, only nothing happens at the same time.
/// </summary>
sealed class SynchronousBus : IOutboxRelay
{
    readonly Queue<OutboxMessage> _messages = [];

    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        foreach (var message in committed)
            _messages.Enqueue(message);
    }

    /// <summary>Until nothing is left, what the consumers publish included.</summary>
    public async Task DrainAsync(IMediator mediator, CancellationToken cancellation)
    {
        while (_messages.TryDequeue(out var row))
        {
            var message = row.Read();
            await mediator.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = row.Id), cancellation);
        }
    }
}
