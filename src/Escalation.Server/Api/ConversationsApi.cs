using System.Globalization;
using System.Text;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.AspNetCore.WebUtilities;
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
            .Asks("breached", "Whether a promise was broken", JsonSchemaType.Boolean).Asks("search", "Words of a post, as they stand there")
            .Asks("after", "The next of an earlier list").Asks("limit", Page.LimitMeaning, JsonSchemaType.Integer)
            .WithSummary("Conversations, by next due time");
        api.MapGet("/conversations/{id:guid}", GetAsync).Produces<ConversationView>().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("One conversation with all that belongs to it");
    }

    sealed record Filter(string? State, string? Topic, string? Expert, bool? Breached, string? Search, Cursor? After, int Limit)
    {
        public static Filter Read(JsonInput query) => new(
            query.Text("state", check: Readings.OneOf(States.Keys)), query.Text("topic"), query.Text("expert"), query.Value<bool>("breached", Query.Flag),
            query.Text("search"), query.Value<Cursor>("after", Cursor.Read), Page.Limit(query));
    }

    static async Task<IResult> ListAsync(HttpRequest request, Caller caller, Database database)
    {
        var query = Query.Read(request, Filter.Read);
        if (query.Value is not { } filter)
            return Problems.Invalid(query.Faults);
        var (rows, deadlines) = await database.ReadAsync(async db =>
        {
            var found = await Rows(db, caller, filter).Take(filter.Limit + 1).ToListAsync();
            var ids = found.ConvertAll(c => c.Id);
            return (found, (await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).ToListAsync()).ToLookup(d => d.ConversationId));
        });
        return TypedResults.Ok(Page.Of(rows, filter.Limit, c => ConversationItem.Of(c, deadlines[c.Id]), Cursor.Write));
    }

    static IQueryable<Conversation> Rows(EscalationDb db, Caller caller, Filter filter)
    {
        var rows = db.Conversations.Where(ConversationQueries.SeenBy(caller.Actor));
        if (filter.State is { } name && States[name] is var state)
            rows = rows.Where(c => c.State == state);
        if (filter.Topic is { } topic)
            rows = rows.Where(c => c.Topic == topic);
        if (filter.Expert is { } expert)
            rows = rows.Where(c => c.Expert == expert);
        if (filter.Breached is { } breached)
            rows = rows.Where(c => db.Deadlines.Any(d => d.ConversationId == c.Id && d.State == DeadlineState.Breached) == breached);
        if (filter.Search is { } search)
        {
            var wanted = search.ToLowerInvariant();
            rows = rows.Where(c => db.Posts.Any(p => p.ConversationId == c.Id && p.Text.ToLower().Contains(wanted)));
        }
        if (filter.After is { DueAt: { } due, Id: var lastId })
            rows = rows.Where(c => c.NextDueAt > due || c.NextDueAt == due && c.Id > lastId || c.NextDueAt == null);
        else if (filter.After is { Id: var last })
            rows = rows.Where(c => c.NextDueAt == null && c.Id > last);
        return rows.OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id);
    }

    static async Task<IResult> GetAsync(Guid id, Caller caller, Database database, ExplainDeadlines explain)
    {
        var view = await database.ReadAsync(db => ConversationView.LoadAsync(db, id, caller.Actor, explain));
        return view is null ? Problems.NotFound() : TypedResults.Ok(view);
    }

    /// <summary>The last of a page: <c>ticks|id</c> in base64url, no ticks where nothing is due.</summary>
    readonly record struct Cursor(DateTimeOffset? DueAt, Guid Id)
    {
        public static string Write(Conversation last) =>
            WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.NextDueAt?.UtcTicks}|{last.Id:N}")));

        public static string? Read(string text, out Cursor value)
        {
            value = default;
            try
            {
                if (Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('|') is not [var ticks, var id])
                    return Page.BadCursor;
                value = new(ticks == "" ? null : new DateTimeOffset(long.Parse(ticks, NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.ParseExact(id, "N"));
                return null;
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
            {
                return Page.BadCursor;
            }
        }
    }
}
