using Escalation.Questions;

namespace Escalation.Server.Live;

/// <summary>All entries of the timeline after a place up to the last one read, for listeners who keep up. Never changed; its successor holds more.</summary>
/// <param name="after">Who is before this place has to read from the table.</param>
sealed class RecentTimeline(TimelinePlace after, IReadOnlyList<TimelineEntry> entries)
{
    const int Kept = 1000;

    readonly TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimelinePlace After => after;
    public TimelinePlace End => entries.Count > 0 ? TimelinePlace.Of(entries[^1]) : after;

    /// <summary>Completes when there is a successor.</summary>
    public Task Grown => _grown.Task;

    public void HasGrown() => _grown.TrySetResult();

    public RecentTimeline With(IReadOnlyList<TimelineEntry> more)
    {
        List<TimelineEntry> all = [.. entries, .. more];
        var dropped = Math.Max(all.Count - Kept, 0);
        return new(dropped > 0 ? TimelinePlace.Of(all[dropped - 1]) : after, all[dropped..]);
    }

    public IReadOnlyList<TimelineEntry> From(TimelinePlace place) => [.. entries.SkipWhile(entry => TimelinePlace.Of(entry) <= place)];
}
