using Escalation.Input;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Server.Access;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

static class ConversationsApi
{
    static readonly IReadOnlyDictionary<string, string> States = ConversationState.All.ToDictionary(ConversationSummary.Name);

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/conversations", ListAsync).Produces<Page<ConversationItem>>().Refuses()
            .Asks("state", "One of " + string.Join(", ", States.Keys)).Asks("topic", "A topic's name").Asks("expert", "Whose: a person's name")
            .Asks("breached", "Whether a promise was broken", JsonSchemaType.Boolean).Asks("search", "Words of its posts and answers, or their beginnings, whatever the case and accents")
            .Asks("after", "The next of an earlier list").Asks("limit", Page.LimitMeaning, JsonSchemaType.Integer)
            .WithSummary("Conversations, by next due time");
        api.MapGet("/conversations/{id:guid}", GetAsync).Produces<ConversationView>().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("One conversation with all that belongs to it");
    }

    sealed record Asked(ConversationFilter Filter, int Limit)
    {
        public static Asked Read(JsonInput query) => new(
            new ConversationFilter(
                query.Text("state", check: Readings.OneOf(States.Keys)) is { } state ? States[state] : null, query.Text("topic"), query.Text("expert"),
                query.Value<bool>("breached", Query.Flag), query.Text("search", check: text => SearchWords.Read(text).Fault) is { } search ? SearchWords.Read(search).Words : null,
                query.Value<ConversationPlace>("after", ConversationCursor.Read)),
            Page.Limit(query));
    }

    static async Task<IResult> ListAsync(HttpRequest request, Caller caller, Database database, CancellationToken cancellation)
    {
        var query = Query.Read(request, Asked.Read);
        if (query.Value is not var (filter, limit))
            return Problems.Invalid(query.Faults);
        var (rows, deadlines) = await database.ReadAsync(async db =>
        {
            var found = await db.ListAsync(caller.Actor, filter, limit + 1, cancellation);
            var ids = found.ConvertAll(c => c.Id);
            return (found, (await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).ToListAsync(cancellation)).ToLookup(d => d.ConversationId));
        });
        return TypedResults.Ok(Page.Of(rows, limit, c => ConversationItem.Of(c, deadlines[c.Id]), ConversationCursor.Write));
    }

    static async Task<IResult> GetAsync(Guid id, Caller caller, Database database, ExplainDeadlines explain)
    {
        var view = await database.ReadAsync(db => ConversationView.LoadAsync(db, id, caller.Actor, explain));
        return view is null ? Problems.NotFound() : TypedResults.Ok(view);
    }
}
