using Escalation.Storage;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace Escalation.Messaging;

/// <summary>What a consumer publishes goes into the outbox of its own transaction. The rest of MassTransit's two-phase outbox is not needed: everything is one commit.</summary>
sealed class CapturingConsumeContext<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider services, EscalationDb db)
    : OutboxConsumeContextProxy<T>(context, options, services) where T : class
{
    public override bool ContinueProcessing { get; set; } = true;
    public override bool IsMessageConsumed => false;
    public override bool IsOutboxDelivered => false;
    public override int ReceiveCount => 0;
    public override long? LastSequenceNumber => null;

    public override Task AddSend<TMessage>(SendContext<TMessage> context)
    {
        db.Publish(context.Message);
        return Task.CompletedTask;
    }

    public override Task SetConsumed() => Task.CompletedTask;
    public override Task SetDelivered() => Task.CompletedTask;
    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);
    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;
    public override Task RemoveOutboxMessages() => Task.CompletedTask;
}
