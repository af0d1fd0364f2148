using Escalation.Alerts;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

static class AlertsApi
{
    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", ListAsync).RequireAuthorization(AccessServices.SeesAll).Produces<Page<AlertView>>().Refuses()
            .Asks("after", "The next of an earlier list").Asks("limit", Page.LimitMeaning, JsonSchemaType.Integer).WithSummary("Alerts, newest first");

        api.MapGet("/alerts/channels", async (Database database, CurrentOrganization organization, CancellationToken ct) =>
                TypedResults.Ok(new Page<AlertChannelStatus>(await database.ReadAsync(db => db.AlertChannelsAsync(organization.Now.File, ct)), null)))
            .RequireAuthorization(AccessServices.SeesAll).Refuses().WithSummary("Whether alerts reach people: each alert channel, what waits for it and what fails");

        api.MapPost("/alerts/{id:guid}/acknowledge", (Guid id, HttpContext context, Caller caller, AcknowledgeAlert acknowledge) =>
                CommandCall.ReadAsync(context, caller, ConversationActionsApi.OnlyBy, async (actor, _) => (await acknowledge.HandleAsync(id, actor, context.RequestAborted)).ToResult()))
            .Takes<ConversationActionsApi.ByBody>(mayBeLeftOut: true).TakesKey().Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound).WithSummary("Somebody has seen it");
    }

    public sealed record AlertView(
        Guid Id, string Kind, Guid? Conversation, string? Topic, DateTimeOffset At, string Text, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy);

    sealed record Wanted(Guid? After, int Limit);

    static async Task<IResult> ListAsync(HttpRequest request, Database database)
    {
        var query = Query.Read(request, input => new Wanted(input.Value<Guid>("after", ReadCursor), Page.Limit(input)));
        if (query.Value is not { } wanted)
            return Problems.Invalid(query.Faults);
        var alerts = await database.ReadAsync(db =>
        {
            var rows = wanted.After is { } last ? db.Alerts.Where(a => a.Id < last) : db.Alerts;
            return rows.OrderByDescending(a => a.Id).Take(wanted.Limit + 1).ToListAsync();
        });
        return TypedResults.Ok(Page.Of(alerts, wanted.Limit, Of, last => last.Id.ToString()));
    }

    static AlertView Of(Alert a) => new(a.Id, a.Kind, a.ConversationId, a.Topic, a.At, a.Text, a.AcknowledgedAt, a.AcknowledgedBy);

    static string? ReadCursor(string text, out Guid value) => Guid.TryParseExact(text, "D", out value) ? null : Page.BadCursor;
}
