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
/// A message that cannot be published is set aside (<see cref="SetAside"/>) and the others go on.
/// </summary>
sealed class OutboxRelay(
    OutboxQueue queue, Func<EscalationDb> contexts, SetAside aside, WriterGate gate, IBusControl bus, AwaitBroker broker, BusOptions options, TimeProvider time, ILogger<OutboxRelay> log)
    : BackgroundService
{
    const int Batch = 200;

    /// <summary>So often the broker, which works otherwise, may refuse a message.</summary>
    const int MostRefusals = 5;

    /// <summary>A row that is this old was not published by the process that wrote it.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(5);

    /// <summary>So long, by real time, the broker has to confirm a message. A connection that breaks at a bad moment never does.</summary>
    static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(5);

    /// <summary>A newer program may run by then, or somebody may have mended what was wrong.</summary>
    static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    /// <summary>What is being published when the service stops may come to its end.</summary>
    static readonly TimeSpan LastPublications = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _publishing = new();
    readonly TellSeldom _failures = new(time);

    bool HasOthers => options.Transport == BusTransport.RabbitMq;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var end = stopping.Register(() => _publishing.CancelAfter(LastPublications));
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stopping);
        // Rows of earlier processes first, in their order.
        await UntilDoneAsync("Looking for messages that an earlier process left", TakeLeftOverAsync, stopping);
        await Task.WhenAll(HasOthers ? SweepAsync(stopping) : Task.CompletedTask, LookAgainAsync(stopping), PublishAsync(stopping));
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

    async Task PublishBatchAsync(IReadOnlyCollection<OutboxMessage> batch, CancellationToken stopping)
    {
        var left = batch.Select(row => new Publication(row)).ToList();
        await UntilDoneAsync("Publishing messages", async _ =>
        {
            await broker.WhileAwayAsync(stopping);
            await Task.WhenAll(left.Where(p => p.State == PublicationState.New).Select(p => PublishAsync(p, stopping)));
            var bad = left.Where(p => p.State == PublicationState.Bad).ToList();
            if (bad.Count > 0)
                await aside.PutAsync(bad.ToDictionary(p => p.Row, p => p.Problem!.Message), stopping);
            left.RemoveAll(p => p.State == PublicationState.Bad);

            var done = left.Where(p => p.State == PublicationState.Done).Select(p => p.Row.Id).ToList();
            if (HasOthers && done.Count > 0)
                await RemoveAsync(done, stopping);
            EscalationMetrics.MessagesPublished(done.Count);
            left.RemoveAll(p => p.State == PublicationState.Done);
            if (left.Count == 0)
                return;
            EscalationMetrics.PublishFailed();
            throw new InvalidOperationException($"{left.Count} messages were not taken by the bus", left[0].Problem);
        }, stopping);
    }

    async Task PublishAsync(Publication publication, CancellationToken stopping)
    {
        try
        {
            publication.Row.Read();
        }
        catch (Exception e)
        {
            (publication.State, publication.Problem) = (PublicationState.Bad, e);
            return;
        }
        try
        {
            var (row, message) = (publication.Row, publication.Row.Read());
            using var patience = new CancellationTokenSource(Confirmation, TimeProvider.System);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _publishing.Token);
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = row.Id), end.Token).WaitAsync(end.Token);
            publication.State = PublicationState.Done;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            publication.Problem = e;
            // While the broker is away, or keeps its confirmation back, it is no fault of the message.
            if (e is not OperationCanceledException && broker.IsWell(bus) && ++publication.Refusals >= MostRefusals)
                publication.State = PublicationState.Bad;
        }
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
            if (queue.Reader.Count == 0)
                await UntilDoneAsync("Looking for messages that were not published", TakeLeftOverAsync, stopping);
        }
    }

    async Task LookAgainAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookAgain, time);
        do
            await UntilDoneAsync("Looking again at messages that were set aside", TakeUpAsync, stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>
    /// Batch by batch up to what there is at the beginning. Without other processes every row is an earlier one's, whatever
    /// the clock was then, or is in our queue and taken once all the same.
    /// </summary>
    async Task TakeLeftOverAsync(CancellationToken stopping)
    {
        var before = HasOthers ? time.GetUtcNow() - Abandoned : DateTimeOffset.MaxValue;
        var after = Guid.Empty;
        Guid? last = null;
        for (; ; )
        {
            List<OutboxMessage> rows;
            await using (var db = contexts())
            {
                last ??= await db.Outbox.OrderByDescending(m => m.Id).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(stopping);
                rows = await db.Outbox.AsNoTracking().Where(m => m.Id > after && m.Id <= last && m.At < before && m.SetAsideAt == null)
                    .OrderBy(m => m.Id).Take(Batch).ToListAsync(stopping);
            }
            if (rows.Count == 0)
                return;
            log.LogInformation("{Count} messages that were committed but not published are published now", rows.Count);
            await PublishBatchAsync(rows, stopping);
            after = rows[^1].Id;
        }
    }

    async Task TakeUpAsync(CancellationToken stopping)
    {
        await foreach (var rows in aside.TakeUpAsync(Batch, stopping))
            await PublishBatchAsync(rows, stopping);
    }

    /// <summary>Tries again until it is done. Whatever fails here passes: the broker or the database is away.</summary>
    async Task UntilDoneAsync(string what, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = TimeSpan.FromSeconds(Math.Min(wait.TotalSeconds * 2, 5)))
        {
            try
            {
                await work(stopping);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                _failures.Tell(log, Unavailable(e) ?? e, $"{what} failed, retry in {wait}");
                await Task.Delay(wait, TimeProvider.System, stopping);
            }
        }
    }

    StorageUnavailableException? Unavailable(Exception e)
    {
        using var db = contexts();
        return db.WhyUnavailable(e) is { } why ? new StorageUnavailableException(why, e) : null;
    }

    enum PublicationState
    {
        New,
        Done,
        Bad,
    }

    sealed class Publication(OutboxMessage row)
    {
        public OutboxMessage Row => row;
        public PublicationState State { get; set; }
        public Exception? Problem { get; set; }
        public int Refusals { get; set; }
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
