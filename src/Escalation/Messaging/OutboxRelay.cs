using System.Threading.Channels;
using Escalation.Storage;
using Escalation.Telemetry;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>
/// Publishes what was committed. Messages come straight from the commit that wrote them; rows are read only for what a
/// dead process left. On RabbitMQ a row goes when the broker has confirmed the message; on the in-memory bus it goes in
/// the receiver's commit (<see cref="ConsumeOnce"/>), so a crash loses nothing and what is pending is published at the next start.
/// </summary>
sealed class OutboxRelay(
    OutboxQueue queue, Func<EscalationDb> contexts, WriterGate gate, IBusControl bus, BusOptions options, TimeProvider time, ILogger<OutboxRelay> log)
    : BackgroundService
{
    const int Batch = 200;

    /// <summary>A row that is this old was not published by the process that wrote it.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stopping);
        // Without other processes every row is an earlier one's, whatever the clock was then, or is in our queue and taken once all the same.
        await TakeLeftOverAsync(options.Transport == BusTransport.RabbitMq ? time.GetUtcNow() - Abandoned : DateTimeOffset.MaxValue, stopping);
        await Task.WhenAll(options.Transport == BusTransport.RabbitMq ? SweepAsync(stopping) : Task.CompletedTask, PublishAsync(stopping));
    }

    async Task PublishAsync(CancellationToken stopping)
    {
        var batch = new List<OutboxMessage>(Batch);
        while (await queue.Reader.WaitToReadAsync(stopping))
        {
            batch.Clear();
            while (batch.Count < Batch && queue.Reader.TryRead(out var message))
                batch.Add(message);
            await PublishBatchAsync(batch, stopping);
        }
    }

    async Task PublishBatchAsync(List<OutboxMessage> batch, CancellationToken stopping)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = TimeSpan.FromSeconds(Math.Min(wait.TotalSeconds * 2, 15)))
        {
            try
            {
                await Task.WhenAll(batch.Select(m => PublishAsync(m, stopping)));
                EscalationMetrics.MessagesPublished(batch.Count);
                if (options.Transport == BusTransport.RabbitMq)
                    await RemoveAsync(batch.ConvertAll(m => m.Id), stopping);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                EscalationMetrics.PublishFailed();
                log.LogWarning(e, "{Count} messages could not be published; trying again in {Wait}", batch.Count, wait);
                await Task.Delay(wait, time, stopping);
            }
        }
    }

    Task PublishAsync(OutboxMessage row, CancellationToken stopping)
    {
        var message = row.Read();
        return bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = row.Id), stopping);
    }

    async Task RemoveAsync(List<Guid> ids, CancellationToken stopping)
    {
        using var pass = await gate.EnterAsync(stopping);
        await using var db = contexts();
        await db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteDeleteAsync(stopping);
    }

    async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Abandoned, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            // While our own queue is long, old rows are not abandoned but waiting in it.
            if (queue.Reader.Count > 0)
                continue;
            try
            {
                await TakeLeftOverAsync(time.GetUtcNow() - Abandoned, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "Looking for messages that were not published failed");
            }
        }
    }

    async Task TakeLeftOverAsync(DateTimeOffset before, CancellationToken stopping)
    {
        await using var db = contexts();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.At < before).OrderBy(m => m.Id).ToListAsync(stopping);
        if (rows.Count > 0)
            log.LogInformation("{Count} messages that were committed but not published are published now", rows.Count);
        queue.Take(rows);
    }
}

/// <summary>Committed messages on their way to the relay.</summary>
sealed class OutboxQueue : IOutboxRelay
{
    readonly Channel<OutboxMessage> _messages = Channel.CreateUnbounded<OutboxMessage>();

    public ChannelReader<OutboxMessage> Reader => _messages.Reader;

    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        foreach (var message in committed)
            _messages.Writer.TryWrite(message);
    }
}
