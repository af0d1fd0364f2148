using Escalation.Alerts;
using Escalation.Server.Access;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

static class AlertsApi
{
    const int Most = 200;

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", async (Database database, string? after, int? limit) =>
        {
            if (after is not null && !Guid.TryParse(after, out _))
                return Problems.Invalid([new("after", "must be the next of an earlier list")]);
            var take = Math.Clamp(limit ?? 50, 1, Most);
            var alerts = await database.ReadAsync(db =>
            {
                var newestFirst = db.Alerts.OrderByDescending(a => a.Id).AsQueryable();
                if (after is not null)
                {
                    var last = Guid.Parse(after);
                    newestFirst = newestFirst.Where(a => a.Id < last);
                }
                return newestFirst.Take(take + 1).ToListAsync();
            });
            return TypedResults.Ok(new Page<AlertView>(
                [.. alerts.Take(take).Select(a => new AlertView(a.Id, a.Kind, a.ConversationId, a.Topic, a.At, a.Text, a.AcknowledgedAt, a.AcknowledgedBy))],
                alerts.Count > take ? alerts[take - 1].Id.ToString() : null));
        }).RequireAuthorization(AccessServices.SeesAll).Produces<Page<AlertView>>().WithSummary("Alerts, newest first");

        api.MapPost("/alerts/{id:guid}/acknowledge", async (Guid id, Caller caller, AcknowledgeAlert acknowledge, CancellationToken ct) =>
            (await acknowledge.HandleAsync(id, caller.Actor, ct)).ToResult()).WithSummary("Somebody has seen it");
    }

    public sealed record AlertView(
        Guid Id, string Kind, Guid? Conversation, string? Topic, DateTimeOffset At, string Text, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy);
}
