using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Live;

/// <summary>
/// What is happening, as it is committed, on any replica: one reader of the timeline for all who listen in this process,
/// in an order in which nothing appears behind a reader (decision 0022). Nothing is read while nobody listens.
/// </summary>
sealed class TimelineFeed : BackgroundService
{
    const int Batch = 200;

    static readonly TimeSpan OtherReplicas = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(30);

    readonly Database _database;
    readonly CommitSignal _commits;
    readonly TimeProvider _time;
    readonly ILogger<TimelineFeed> _log;
    readonly TellSeldom _failures;
    readonly SemaphoreSlim _reading = new(1, 1);
    readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _listeners;

    public TimelineFeed(Database database, CommitSignal commits, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<TimelineFeed> log)
    {
        (_database, _commits, _time, _log, _failures) = (database, commits, time, log, new TellSeldom(time));
        // Open streams would hold up the end of the service.
        lifetime.ApplicationStopping.Register(() => _stopped.TrySetResult());
    }

    /// <summary>The latest part of the timeline; null while nobody listens.</summary>
    internal RecentTimeline? Recent { get; private set; }

    /// <summary>Completes when the service stops.</summary>
    internal Task Stopped => _stopped.Task;

    /// <param name="after">Where the listener left off; null: whatever is committed once this returns comes, and nothing much older.</param>
    public async Task<TimelineListener> JoinAsync(TimelinePlace? after, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var end = await _database.ReadAsync(db => db.TimelineEndAsync(cancellation));
            Recent ??= new RecentTimeline(end, []);
            Interlocked.Increment(ref _listeners);
            // A place ahead of all is of a database that is no more.
            return new TimelineListener(this, after is { } place && place < end ? place : end);
        }
        finally
        {
            _reading.Release();
        }
    }

    internal void Leave() => Interlocked.Decrement(ref _listeners);

    internal Task<List<TimelineEntry>> ReadAsync(TimelinePlace after, CancellationToken cancellation) =>
        _database.ReadAsync(db => db.TimelineAfter(after, Batch).ToListAsync(cancellation));

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var committed = _commits.Next;
            try
            {
                await FollowAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                _failures.Tell(_log, e, $"Reading the timeline failed, retry in {OtherReplicas}");
            }
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(committed, Task.Delay(OtherReplicas, _time, woken.Token));
            await woken.CancelAsync();
            await Task.Delay(Gather, _time, stopping);
        }
    }

    async Task FollowAsync(CancellationToken stopping)
    {
        await _reading.WaitAsync(stopping);
        try
        {
            if (Volatile.Read(ref _listeners) == 0)
                Recent = null;
            while (Recent is { } recent && await ReadAsync(recent.End, stopping) is { Count: > 0 } entries)
            {
                Recent = recent.With(entries);
                recent.HasGrown();
            }
        }
        finally
        {
            _reading.Release();
        }
    }
}
