using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Escalation.Access;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Server.Live;
using Escalation.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

/// <summary><c>GET /events</c>: what happens to the conversations that the caller may see, as it happens.</summary>
static class EventsApi
{
    public static void AddLiveEvents(this IServiceCollection services)
    {
        services.AddSingleton<TimelineFeed>();
        services.AddSingleton<PageChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<TimelineFeed>());
    }

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", IResult (
            [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was received: goes on behind it.")] string? lastEventId,
            HttpResponse response, Caller caller, TimelineFeed feed, Database database, CancellationToken cancellation) =>
        {
            TimelinePlace? after = null;
            if (!string.IsNullOrEmpty(lastEventId))
            {
                if (!TimelinePlace.TryParse(lastEventId, out var place))
                    return Problems.Invalid([new Fault("Last-Event-ID", "must be the id of an event, such as 734-1029; leave it out to begin now")]);
                after = place;
            }
            return TypedResults.ServerSentEvents(EventsAsync(response, caller.Actor, feed, after, database, cancellation));
        }).Produces<string>(StatusCodes.Status200OK, "text/event-stream").Refuses().WithSummary("Live changes, as server-sent events; with Last-Event-ID from where the line broke off");

    static async IAsyncEnumerable<SseItem<Dictionary<string, object?>>> EventsAsync(
        HttpResponse response, Actor actor, TimelineFeed feed, TimelinePlace? after, Database database, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var listener = await feed.JoinAsync(after, cancellation);
        // The answer begins at once, not with the first event: from now on nothing is missed.
        await response.Body.FlushAsync(cancellation);
        while (await listener.WaitAsync(cancellation))
        {
            var entries = await listener.TakeAsync(cancellation);
            var seen = actor.SeesAll ? [] : await SeenAsync(actor, entries, database, cancellation);
            foreach (var entry in entries.Where(entry => actor.SeesAll || entry.ConversationId is { } id && seen.Contains(id)))
            {
                var json = TimelineJson.Of(entry);
                json["conversation"] = entry.ConversationId;
                yield return new SseItem<Dictionary<string, object?>>(json, entry.Event) { EventId = TimelinePlace.Of(entry).ToString() };
            }
        }
    }

    /// <summary>The conversations among them that the caller may see.</summary>
    static async Task<HashSet<Guid>> SeenAsync(Actor actor, IReadOnlyList<TimelineEntry> entries, Database database, CancellationToken cancellation)
    {
        var ids = entries.Select(entry => entry.ConversationId).OfType<Guid>().Distinct().ToList();
        return [.. await database.ReadAsync(db => db.Conversations.Where(c => ids.Contains(c.Id)).Where(ConversationQueries.SeenBy(actor)).Select(c => c.Id).ToListAsync(cancellation))];
    }
}
