using System.Collections.Concurrent;
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
/// Brings queued answers out. Short waits between tries are Polly's (exponential, with jitter); longer ones, and those
/// that the network asks for, are due times in the rows, so that they outlive the process. No more is claimed than there is
/// room for, and none of a channel that has its share under way, so that one that hangs keeps no other waiting.
/// </summary>
public sealed class DeliverySweeper(
    ClaimAnswers claim, DeliverAnswer deliver, PutOffDelivery putOff, CommitSignal commits, TimeProvider time, ILogger<DeliverySweeper> log)
    : NextDueSweeper(time, log)
{
    public const int AtOnce = 32, AtOnceOnAChannel = 8;
    const int QuickTries = 3;

    readonly TimeProvider _time = time;
    readonly CallsUnderWay _calls = new(AtOnce, AtOnceOnAChannel);

    /// <summary>Channels that this process does not call for a while, and until when.</summary>
    readonly ConcurrentDictionary<string, DateTimeOffset> _brokenUntil = [];

    readonly ResiliencePipeline _quickTries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = QuickTries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(1),
        ShouldHandle = args => ValueTask.FromResult(IsWorthAQuickTry(args.Outcome.Exception)),
    }).Build();

    protected override Task Woken => Task.WhenAny(commits.Next, _calls.NextEnd);

    public override async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        _calls.Room == 0 ? null : await claim.NextDueAsync(NotNow(), cancellation);

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var claimed = await claim.HandleAsync(_calls, NotNow(), cancellation);
        foreach (var answer in claimed)
            _calls.Begin(answer.Channel, cancel => BringOutAsync(answer, cancellation, cancel));
        return claimed.Count > 0;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _calls.FinishAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _calls.Dispose();
        base.Dispose();
    }

    List<string> NotNow()
    {
        var now = _time.GetUtcNow();
        return [.. _calls.Full.Union(_brokenUntil.Where(broken => broken.Value > now).Select(broken => broken.Key))];
    }

    /// <param name="stopping">Begin nothing more.</param>
    /// <param name="cancel">Break off what is under way.</param>
    async Task BringOutAsync(ClaimedAnswer answer, CancellationToken stopping, CancellationToken cancel)
    {
        try
        {
            await _quickTries.ExecuteAsync(async _ => await deliver.TryOnceAsync(answer.Claim, cancel), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await SettleAsync(answer, () => putOff.ReleaseAsync(answer.Claim), stopping);
        }
        catch (StorageUnavailableException)
        {
            // Told by all that look into the database; the network is not at fault, so the answer goes on at once.
            await SettleAsync(answer, () => putOff.ReleaseAsync(answer.Claim), stopping);
        }
        catch (Exception e)
        {
            // That a network says "later" is daily life; anything else is worth its stack.
            log.LogWarning(e is TryLaterException or BrokenCircuitException ? null : e, "Answer {Answer} is not delivered yet: {Problem}", answer.Claim.Answer, e.Message);
            if (e is BrokenCircuitException { RetryAfter: { } closes })
                _brokenUntil[answer.Channel] = _time.GetUtcNow() + closes;
            await SettleAsync(answer, async () =>
            {
                if (e is TryLaterException { After: { } wish })
                    await putOff.ChannelAsync(answer.Channel, wish, CancellationToken.None);
                await putOff.HandleAsync(answer.Claim, e, CancellationToken.None);
            }, stopping);
        }
    }

    async Task SettleAsync(ClaimedAnswer answer, Func<Task> settle, CancellationToken stopping)
    {
        try
        {
            await OnceUsable.WriteAsync(settle, stopping);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Answer {Answer} could not be put off; it is taken up again when its lease is up", answer.Claim.Answer);
        }
    }

    static bool IsWorthAQuickTry(Exception? e) =>
        e is not null and not OperationCanceledException and not BrokenCircuitException and not DbUpdateException and not StorageUnavailableException and not TryLaterException { After: not null };
}
