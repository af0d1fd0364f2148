using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Escalation.Access;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Server.Live;
using Escalation.Storage;
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
        api.MapGet("/events", (HttpResponse response, Caller caller, TimelineFeed feed, Database database, CancellationToken cancellation) =>
            TypedResults.ServerSentEvents(EventsAsync(response, caller.Actor, feed, database, cancellation))).Refuses().WithSummary("Live changes, as server-sent events");

    static async IAsyncEnumerable<SseItem<Dictionary<string, object?>>> EventsAsync(
        HttpResponse response, Actor actor, TimelineFeed feed, Database database, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var listener = await feed.JoinAsync(cancellation);
        // The answer begins at once, not with the first event: from now on nothing is missed.
        await response.Body.FlushAsync(cancellation);
        await foreach (var entry in listener.News.ReadAllAsync(cancellation))
        {
            if (!await MaySeeAsync(actor, entry, database))
                continue;
            var json = TimelineJson.Of(entry);
            json["conversation"] = entry.ConversationId;
            yield return new SseItem<Dictionary<string, object?>>(json, entry.Event) { EventId = entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        }
    }

    static async Task<bool> MaySeeAsync(Actor actor, TimelineEntry entry, Database database) =>
        actor.SeesAll
        || entry.ConversationId is { } id && await database.ReadAsync(db => db.Conversations.Where(c => c.Id == id).AnyAsync(ConversationQueries.SeenBy(actor)));
}
