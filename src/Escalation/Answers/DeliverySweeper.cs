using Escalation.Connectors;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Escalation.Answers;

/// <summary>
/// Brings queued answers out. Short waits between tries are Polly's (exponential, with jitter, a Retry-After obeyed);
/// longer ones are due times in the row, so that they outlive the process. A claim that its process did not finish is
/// taken over when its lease is up.
/// </summary>
public sealed class DeliverySweeper(Database database, DeliverAnswer deliver, SettleDelivery settle, CommitSignal commits, TimeProvider time, ILogger<DeliverySweeper> log)
    : NextDueSweeper(time, log)
{
    const int Batch = 32;
    const int QuickTries = 3;

    /// <summary>Longer than one try and the wait before it can take; each attempt extends it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    static readonly TimeSpan LongestQuickWait = TimeSpan.FromSeconds(20);
    static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    readonly TimeProvider _time = time;
    readonly ResiliencePipeline _quickTries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = QuickTries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(1),
        ShouldHandle = args => ValueTask.FromResult(IsWorthAQuickTry(args.Outcome.Exception)),
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as TryLaterException)?.After),
    }).Build();

    protected override Task Woken => commits.Next;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        database.ReadAsync(db => db.Answers
            .Where(a => a.State == AnswerState.Queued)
            .MinAsync(a => a.LeasedUntil > a.NextAttemptAt ? a.LeasedUntil : a.NextAttemptAt, cancellation));

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        if (!await database.ReadAsync(db => db.Answers.AnyAsync(a => a.State == AnswerState.Queued && a.NextAttemptAt <= now && (a.LeasedUntil == null || a.LeasedUntil < now), cancellation)))
            return false;
        var claimed = await database.WriteAsync(db => ClaimAsync(db, now, cancellation), cancellation);
        foreach (var (id, submittedAt) in claimed)
            _ = BringOutAsync(id, submittedAt, cancellation);
        return claimed.Count == Batch;
    }

    static async Task<List<(Guid, DateTimeOffset)>> ClaimAsync(EscalationDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await db.Claim<Answer>($"""
            SELECT * FROM answers WHERE state = 'queued' AND next_attempt_at <= {now.UtcTicks} AND (leased_until IS NULL OR leased_until < {now.UtcTicks})
            ORDER BY next_attempt_at LIMIT {Batch}
            """).ToListAsync(cancellation);
        rows.ForEach(answer => answer.LeasedUntil = now + Lease);
        return rows.ConvertAll(answer => (answer.Id, answer.SubmittedAt));
    }

    async Task BringOutAsync(Guid id, DateTimeOffset submittedAt, CancellationToken stopping)
    {
        try
        {
            await _quickTries.ExecuteAsync(async ct => await deliver.TryOnceAsync(id, ct), stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // That a network says "later" is daily life; anything else is worth its stack.
            log.LogWarning(e is TryLaterException or BrokenCircuitException ? null : e, "Answer {Answer} is not delivered yet: {Problem}", id, e.Message);
            await PutOffAsync(id, submittedAt, e);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the lease runs out, and whoever takes the answer over finds the attempt as it was left.
        }
    }

    async Task PutOffAsync(Guid id, DateTimeOffset submittedAt, Exception e)
    {
        try
        {
            var now = _time.GetUtcNow();
            var age = now - submittedAt;
            if (age > GiveUpAfter)
                await settle.LeaveToPersonAsync(id, $"Not delivered within a day. Last problem: {e.Message}", CancellationToken.None);
            else
                await settle.PutOffAsync(id, now + LongWait(e, age), e.Message);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Answer {Answer} could not be put off; it is taken up again when its lease is up", id);
        }
    }

    /// <summary>A tenth of the age, so that waits grow with the outage: between 10 seconds and 10 minutes.</summary>
    static TimeSpan LongWait(Exception e, TimeSpan age) =>
        e is TryLaterException { After: { } after } ? after
        : e is BrokenCircuitException { RetryAfter: { } closes } ? closes + TimeSpan.FromSeconds(1)
        : TimeSpan.FromSeconds(Math.Clamp(age.TotalSeconds / 10, 10, 600));

    static bool IsWorthAQuickTry(Exception? e) =>
        e is not null and not OperationCanceledException and not BrokenCircuitException and not DbUpdateException
        && (e as TryLaterException)?.After is not { } after
        || e is TryLaterException { After: { } wait } && wait <= LongestQuickWait;
}
