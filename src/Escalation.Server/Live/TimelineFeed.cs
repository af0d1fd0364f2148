using System.Collections.Concurrent;
using System.Threading.Channels;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Live;

/// <summary>
/// What is happening, as it is committed, on any replica: one reader of the timeline for all who listen in this process.
/// Nothing is read while nobody listens.
/// </summary>
sealed class TimelineFeed(Database database, CommitSignal commits, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<TimelineFeed> log)
    : BackgroundService
{
    const int Buffer = 1000;

    /// <summary>Ids are given out before the commit, so a lower one may appear after a higher one; so far back it is looked for.</summary>
    const int Overlap = 200;

    static readonly TimeSpan OtherReplicas = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(30);

    readonly ConcurrentDictionary<Guid, Channel<TimelineEntry>> _listeners = [];
    readonly SortedSet<long> _seen = [];
    readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>When it returns, everything that is committed from now on comes to the listener. The news end when the service stops.</summary>
    public async Task<Listener> JoinAsync(CancellationToken cancellation)
    {
        // Who reads too slowly loses the oldest: a listener that fell behind looks at the page anew anyway.
        var mine = Channel.CreateBounded<TimelineEntry>(new BoundedChannelOptions(Buffer) { FullMode = BoundedChannelFullMode.DropOldest });
        var id = Guid.NewGuid();
        await _reading.WaitAsync(cancellation);
        try
        {
            // What was there before anybody listened is not news.
            if (_seen.Count == 0)
                _seen.Add(await database.ReadAsync(db => db.Timeline.MaxAsync(e => (long?)e.Id, cancellation)) ?? 0);
            _listeners[id] = mine;
        }
        finally
        {
            _reading.Release();
        }
        // Open streams would hold up the end of the service.
        var stopping = lifetime.ApplicationStopping.Register(() => mine.Writer.TryComplete());
        return new Listener(mine.Reader, () =>
        {
            _listeners.TryRemove(id, out _);
            return stopping.DisposeAsync();
        });
    }

    public sealed class Listener(ChannelReader<TimelineEntry> news, Func<ValueTask> leave) : IAsyncDisposable
    {
        public ChannelReader<TimelineEntry> News => news;

        public ValueTask DisposeAsync() => leave();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var committed = commits.Next;
            try
            {
                await _reading.WaitAsync(stopping);
                try
                {
                    if (_listeners.IsEmpty)
                        _seen.Clear();
                    else
                        await BroadcastAsync(stopping);
                }
                finally
                {
                    _reading.Release();
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "Reading the timeline failed");
            }
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(committed, Task.Delay(OtherReplicas, time, woken.Token));
            await woken.CancelAsync();
            await Task.Delay(Gather, time, stopping);
        }
    }

    async Task BroadcastAsync(CancellationToken stopping)
    {
        var from = _seen.Max - Overlap;
        var first = _seen.Min;
        var entries = await database.ReadAsync(db => db.Timeline.Where(e => e.Id > from && e.Id > first).OrderBy(e => e.Id).Take(Buffer).ToListAsync(stopping));
        foreach (var entry in entries.Where(entry => _seen.Add(entry.Id)))
        {
            foreach (var listener in _listeners.Values)
                listener.Writer.TryWrite(entry);
        }
        while (_seen.Count > Overlap * 2)
            _seen.Remove(_seen.Min);
    }
}
