using Escalation.Storage;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>
/// What surrounds every consumer (decision 0001): one transaction with the inbox row, what the consumer does and what
/// it publishes. A message that was taken before is acknowledged and does nothing.
/// </summary>
sealed class ConsumeOnce(
    EscalationDb db, WriterGate gate, IOutboxRelay relay, CommitSignal signal, BusOptions bus, TimeProvider time, Func<EscalationDb> contexts, IServiceProvider services, ILogger<UnitOfWork> log)
    : IOutboxContextFactory<EscalationDb>
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class
    {
        try
        {
            await TakeAsync(context, options, next);
        }
        catch (Exception e) when (db.WhyUnavailable(e) is { } why)
        {
            throw new StorageUnavailableException(why, e);
        }
    }

    async Task TakeAsync<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class
    {
        var messageId = context.MessageId ?? throw new MessageException(typeof(T), "A message without an id cannot be taken once.");
        await using var unit = await UnitOfWork.BeginAsync(db, gate, relay, signal, contexts, log, context.CancellationToken);

        var at = time.GetUtcNow().UtcTicks;
        var isNew = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox (message_id, consumer_id, at) VALUES ({messageId}, {options.ConsumerId}, {at}) ON CONFLICT DO NOTHING",
            context.CancellationToken) == 1;

        // The in-memory bus forgets in a crash what it holds: until this commit the outbox row is the message.
        if (bus.Transport == BusTransport.InMemory)
            await db.Outbox.Where(m => m.Id == messageId).ExecuteDeleteAsync(context.CancellationToken);

        if (isNew)
            await next.Send(new CapturingConsumeContext<T>(context, options, services, db));
        else
            await context.NotifyConsumed(context, TimeSpan.Zero, options.ConsumerType);

        await unit.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("consumeOnce");
}
