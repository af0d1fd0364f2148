using Escalation.Questions;

namespace Escalation.Server.Live;

/// <summary>One who listens, at a place of its own: who falls behind reads on from the table and misses nothing. Not for several tasks at once.</summary>
sealed class TimelineListener(TimelineFeed feed, TimelinePlace place) : IAsyncDisposable
{
    TimelinePlace _place = place;

    /// <summary>Waits until there is something to take. False: the service stops.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        while (!feed.Stopped.IsCompleted)
        {
            var recent = feed.Recent!;
            if (recent.End > _place)
                return true;
            await Task.WhenAny(recent.Grown, feed.Stopped).WaitAsync(cancellation);
        }
        return false;
    }

    /// <summary>What comes next, at most some hundred entries; nothing if there is nothing yet.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TakeAsync(CancellationToken cancellation)
    {
        var recent = feed.Recent!;
        var isBehind = _place < recent.After;
        var entries = isBehind ? await feed.ReadAsync(_place, cancellation) : recent.From(_place);
        if (entries.Count > 0)
            _place = TimelinePlace.Of(entries[^1]);
        else if (isBehind)
            _place = recent.After;
        return entries;
    }

    public ValueTask DisposeAsync()
    {
        feed.Leave();
        return ValueTask.CompletedTask;
    }
}
