using System.Collections.Concurrent;
using MassTransit;

namespace Escalation.Tests.Messaging;

/// <summary>What the bus carries, message by message.</summary>
sealed class Deliveries : IPublishObserver, IReceiveObserver
{
    readonly ConcurrentDictionary<Guid, object> _published = [];
    int _received;

    /// <summary>By message id.</summary>
    public IReadOnlyDictionary<Guid, object> Published => _published;

    /// <summary>Receptions that came to an end, those of messages that were taken before too.</summary>
    public int Received => _received;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        _published[context.MessageId!.Value] = context.Message;
        return Task.CompletedTask;
    }

    Task IReceiveObserver.PostReceive(ReceiveContext context)
    {
        Interlocked.Increment(ref _received);
        return Task.CompletedTask;
    }

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;
    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;
    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;
    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;
    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;
}
