using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Escalation.Questions;

namespace Escalation.Server.Live;

/// <summary>
/// Tells a page that something changed, never what: the page then fetches its parts anew, with its own rights. Told once
/// at the beginning, too, because things may have happened since the page was made, or while the line was down.
/// </summary>
sealed class PageChanges(TimelineFeed feed, TimeProvider time)
{
    /// <summary>What follows from one thing is soon followed by the next; the page is bothered once.</summary>
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150);

    /// <summary>So that proxies do not take the line for dead.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    /// <param name="names">The events that an entry of the timeline is to the page.</param>
    /// <param name="all">All events that the page knows.</param>
    public async IAsyncEnumerable<SseItem<string>> OfAsync(
        Func<TimelineEntry, IEnumerable<string>> names, IReadOnlyList<string> all, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var listener = await feed.JoinAsync(after: null, cancellation);
        foreach (var name in all)
            yield return new SseItem<string>("", name);

        var news = listener.WaitAsync(cancellation);
        while (true)
        {
            if (await Task.WhenAny(news, Task.Delay(Quiet, time, cancellation)) != news)
            {
                yield return new SseItem<string>("", "quiet");
                continue;
            }
            if (!await news)
                yield break;
            await Task.Delay(Gather, time, cancellation);
            var changed = new HashSet<string>();
            while (await listener.TakeAsync(cancellation) is { Count: > 0 } entries)
                changed.UnionWith(entries.SelectMany(names));
            foreach (var name in changed)
                yield return new SseItem<string>("", name);
            news = listener.WaitAsync(cancellation);
        }
    }
}
