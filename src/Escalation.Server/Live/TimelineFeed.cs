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
sealed class TimelineFeed(Database database, CommitSignal commits, TimeProvider time, ILogger<TimelineFeed> log) : BackgroundService
{
    const int Buffer = 1000;

    /// <summary>Ids are given out before the commit, so a lower one may appear after a higher one; so far back it is looked for.</summary>
    const int Overlap = 200;

    static readonly TimeSpan OtherReplicas = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(30);

    readonly ConcurrentDictionary<Guid, Channel<TimelineEntry>> _listeners = [];
    readonly SortedSet<long> _seen = [];

    public async IAsyncEnumerable<TimelineEntry> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // Who reads too slowly loses the oldest: a listener that fell behind looks at the page anew anyway.
        var mine = Channel.CreateBounded<TimelineEntry>(new BoundedChannelOptions(Buffer) { FullMode = BoundedChannelFullMode.DropOldest });
        var id = Guid.NewGuid();
        _listeners[id] = mine;
        try
        {
            await foreach (var entry in mine.Reader.ReadAllAsync(cancellation))
                yield return entry;
        }
        finally
        {
            _listeners.TryRemove(id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var committed = commits.Next;
            try
            {
                if (_listeners.IsEmpty)
                    _seen.Clear();
                else
                    await BroadcastAsync(stopping);
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
        if (_seen.Count == 0)
        {
            // What was there before anybody listened is not news.
            _seen.Add(await database.ReadAsync(db => db.Timeline.MaxAsync(e => (long?)e.Id, stopping)) ?? 0);
            return;
        }
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
