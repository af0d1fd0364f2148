using System.Diagnostics.Metrics;
using Escalation.Alerts;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Telemetry;

/// <summary>
/// What waits in the database, in the whole installation and not only in this process. Rows are counted only when somebody
/// asks (<see cref="RefreshAsync"/>, before a scrape), by partial indexes, and not again within a few seconds.
/// </summary>
public sealed class BacklogMetrics : IDisposable
{
    static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly Database _database;
    readonly TimeProvider _time;
    readonly ILogger<BacklogMetrics> _log;
    readonly SemaphoreSlim _one = new(1);
    readonly TellSeldom _failures;
    volatile Counts? _counts;
    long? _takenAt;

    sealed record Counts(int Outbox, int Overdue, int Notices, IReadOnlyDictionary<string, int> Open);

    public BacklogMetrics(Database database, TimeProvider time, IMeterFactory meters, ILogger<BacklogMetrics> log)
    {
        (_database, _time, _log, _failures) = (database, time, log, new TellSeldom(time));
        var meter = meters.Create(EscalationMetrics.MeterName);
        meter.CreateObservableGauge("escalation.outbox.pending", () => Observe(counts => [new(counts.Outbox)]), "{message}", "Committed messages not yet published, or not yet taken on the in-memory bus.");
        meter.CreateObservableGauge("escalation.deadlines.overdue", () => Observe(counts => [new(counts.Overdue)]), "{deadline}", "Running deadlines past their due time and not judged yet.");
        meter.CreateObservableGauge("escalation.notices.waiting", () => Observe(counts => [new(counts.Notices)]), "{notice}", "What alert channels are to be told and were not told yet.");
        meter.CreateObservableGauge("escalation.conversations.open", () => Observe(counts =>
            ConversationState.All.Where(state => state != ConversationState.Closed)
                .Select(state => new Measurement<int>(counts.Open.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state.ToLowerInvariant())))),
            "{conversation}", "Open conversations by state.");
    }

    /// <summary>When the database does not answer soon, the gauges are absent: no number is better than an old one.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_takenAt is { } at && _time.GetElapsedTime(at) < GoodFor)
                return;
            _takenAt = _time.GetTimestamp();
            _counts = null;
            using var patience = new CancellationTokenSource(Patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            _counts = await _database.ReadAsync(db => CountAsync(db, _time.GetUtcNow(), either.Token));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _failures.Tell(_log, e, "What waits in the database could not be counted for the metrics");
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    IEnumerable<Measurement<int>> Observe(Func<Counts, IEnumerable<Measurement<int>>> observe) => _counts is { } counts ? observe(counts) : [];

    static async Task<Counts> CountAsync(EscalationDb db, DateTimeOffset now, CancellationToken cancellation) => new(
        await db.Outbox.CountAsync(cancellation),
        await db.Deadlines.CountAsync(d => d.State == DeadlineState.Running && d.DueAt < now, cancellation),
        await db.Notices.CountAsync(n => n.State == NoticeState.New || n.State == NoticeState.Waiting, cancellation),
        await db.Conversations.Where(c => c.State != ConversationState.Closed)
            .GroupBy(c => c.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation));
}
