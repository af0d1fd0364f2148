using System.Globalization;
using System.Text;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

static class ConversationsApi
{
    const int Most = 200;

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/conversations", ListAsync).Produces<Page<ConversationSummary>>().WithSummary("Conversations, by next due time");
        api.MapGet("/conversations/{id:guid}", GetAsync).Produces<ConversationView>().WithSummary("One conversation with all that belongs to it");
    }

    public sealed record Filter(string? State, string? Topic, string? Expert, bool? Breached, string? Search, string? After, int? Limit);

    static async Task<IResult> ListAsync(Caller caller, Database database, [AsParameters] Filter filter)
    {
        var state = ConversationState.All.FirstOrDefault(s => string.Equals(s, filter.State, StringComparison.OrdinalIgnoreCase));
        var after = Cursor.Read(filter.After);
        List<Fault> faults =
        [
            .. filter.State is not null && state is null ? [new Fault("state", "must be one of " + string.Join(", ", ConversationState.All.Select(ConversationSummary.Name)))] : Array.Empty<Fault>(),
            .. !string.IsNullOrEmpty(filter.After) && after is null ? [new Fault("after", "must be the next of an earlier list")] : Array.Empty<Fault>(),
        ];
        if (faults.Count > 0)
            return Problems.Invalid(faults);

        var take = Math.Clamp(filter.Limit ?? 50, 1, Most);
        var rows = await database.ReadAsync(db => Query(db, caller, filter, state, after).Take(take + 1).ToListAsync());
        return TypedResults.Ok(new Page<ConversationSummary>([.. rows.Take(take).Select(ConversationSummary.Of)], rows.Count > take ? Cursor.Write(rows[take - 1]) : null));
    }

    static IQueryable<Conversation> Query(EscalationDb db, Caller caller, Filter filter, string? state, Cursor? after)
    {
        var rows = db.Conversations.Where(ConversationQueries.SeenBy(caller.Actor));
        if (state is not null)
            rows = rows.Where(c => c.State == state);
        if (filter.Topic is { } topic)
            rows = rows.Where(c => c.Topic == topic);
        if (filter.Expert is { } expert)
            rows = rows.Where(c => c.Expert == expert);
        if (filter.Breached is { } breached)
            rows = rows.Where(c => db.Deadlines.Any(d => d.ConversationId == c.Id && d.State == DeadlineState.Breached) == breached);
        if (filter.Search is { Length: > 0 } search)
        {
            var wanted = search.ToLowerInvariant();
            rows = rows.Where(c => db.Posts.Any(p => p.ConversationId == c.Id && p.Text.ToLower().Contains(wanted)));
        }
        if (after is { DueAt: { } due, Id: var lastId })
            rows = rows.Where(c => c.NextDueAt > due || c.NextDueAt == due && c.Id > lastId || c.NextDueAt == null);
        else if (after is { Id: var last })
            rows = rows.Where(c => c.NextDueAt == null && c.Id > last);
        return rows.OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id);
    }

    static async Task<IResult> GetAsync(Guid id, Caller caller, Database database)
    {
        var view = await database.ReadAsync(db => ConversationView.LoadAsync(db, id, caller.Actor));
        return view is null ? Problems.NotFound() : TypedResults.Ok(view);
    }

    sealed record Cursor(DateTimeOffset? DueAt, Guid Id)
    {
        public static string Write(Conversation last) =>
            WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.NextDueAt?.UtcTicks}|{last.Id:N}")));

        public static Cursor? Read(string? text)
        {
            try
            {
                var parts = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text ?? "")).Split('|');
                return parts is [var ticks, var id] && Guid.TryParse(id, out var last)
                    ? new Cursor(ticks.Length == 0 ? null : new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero), last)
                    : null;
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
            {
                return null;
            }
        }
    }
}
