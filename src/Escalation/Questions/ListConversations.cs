using Escalation.Access;
using Escalation.Organization;
using Escalation.Search;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <param name="State">A <see cref="ConversationState"/>.</param>
/// <param name="After">The last of the part before; null: from the beginning.</param>
public sealed record ConversationFilter(string? State, string? Topic, string? Expert, bool? Breached, SearchWords? Search, ConversationPlace? After);

/// <summary>Where a conversation stands in a list: by the next due time, those without one last.</summary>
public readonly record struct ConversationPlace(long DueOrder, Guid Id);

/// <summary>As <see cref="ConversationPlace"/>, as a query gives it.</summary>
sealed record PlacedConversation(long DueOrder, Guid Id);

/// <summary>
/// The conversations that somebody may see, by the next due time. However many there are, only the asked for part is read:
/// each query reads the beginning of ranges of an index, one for each state of what is listed, and these are merged.
/// </summary>
public static class ListConversations
{
    /// <summary>A search looks at the newest posts and answers with these words, and not at all that there ever were.</summary>
    const int MostFound = 10_000;

    /// <summary>SQLite takes 500 in a query.</summary>
    const int RangesAtOnce = 100;

    public static async Task<List<Conversation>> ListAsync(this EscalationDb db, Actor actor, ConversationFilter filter, int limit, CancellationToken cancellation)
    {
        var places = new List<PlacedConversation>();
        foreach (var query in Queries(db, actor, filter, limit))
            places.AddRange(await query.ToListAsync(cancellation));
        var ids = places.Distinct().OrderBy(p => p.DueOrder).ThenBy(p => p.Id).Take(limit).Select(p => p.Id).ToList();
        if (ids.Count == 0)
            return [];
        var rows = await db.Conversations.Where(c => ids.Contains(c.Id)).ToListAsync(cancellation);
        return [.. rows.OrderBy(c => ids.IndexOf(c.Id))];
    }

    internal static IEnumerable<IQueryable<PlacedConversation>> Queries(EscalationDb db, Actor actor, ConversationFilter filter, int limit)
    {
        var seen = Seen(actor, filter).ToList();
        return filter.Search is { } words && seen.Count > 0
            ? [Found(db, seen, filter, words, limit)]
            : (from of in seen from state in filter.State is { } one ? [one] : ConversationState.All select (of, state))
                .Chunk(RangesAtOnce).Select(ranges => Ranges(db, ranges, filter, limit));
    }

    static IQueryable<PlacedConversation> Ranges(EscalationDb db, IEnumerable<(Condition Of, string State)> ranges, ConversationFilter filter, int limit)
    {
        var sql = new ConversationSql();
        var parts = ranges.Select((range, i) => $"""
            SELECT * FROM (SELECT c.due_order AS "DueOrder", c.id AS "Id" FROM conversations c
            WHERE c.state = {sql.Value(range.State)} AND {range.Of(sql)}{sql.Filter(filter)} ORDER BY c.due_order, c.id LIMIT {limit}) r{i}
            """);
        return sql.Query(db, string.Join(" UNION ALL ", parts));
    }

    static IQueryable<PlacedConversation> Found(EscalationDb db, List<Condition> seen, ConversationFilter filter, SearchWords words, int limit)
    {
        var (condition, value) = db.Matching(words);
        var sql = new ConversationSql();
        var found = string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, sql.Value(value));
        return sql.Query(db, $"""
            SELECT c.due_order AS "DueOrder", c.id AS "Id" FROM conversations c
            WHERE c.id IN (SELECT f.conversation_id FROM (SELECT s.conversation_id FROM search_texts s WHERE {found} ORDER BY s.id DESC LIMIT {MostFound}) f)
            {(filter.State is { } state ? $"AND c.state = {sql.Value(state)}" : "")} AND ({string.Join(" OR ", seen.Select(of => $"({of(sql)})"))}){sql.Filter(filter)}
            ORDER BY c.due_order, c.id LIMIT {limit}
            """);
    }

    delegate string Condition(ConversationSql sql);

    /// <summary>What somebody may see of what is asked for (<see cref="Actor.MaySee"/>), each told by what an index begins with; none: nothing.</summary>
    static IEnumerable<Condition> Seen(Actor actor, ConversationFilter filter)
    {
        var own = actor.OwnTopics.ToList();
        if (actor.SeesAll)
            return [sql => filter.Expert is not null ? sql.Expert(filter.Expert) : filter.Topic is not null ? sql.Topic(filter.Topic) : "1 = 1"];
        if (!actor.Is(Role.Expert))
            return [];
        if (filter.Topic is { } topic)
            return [sql => own.Contains(topic) ? sql.Topic(topic) : $"{sql.Expert(actor.Name)} AND {sql.Topic(topic)}"];
        if (filter.Expert is { } expert && expert != actor.Name)
            return own.Count == 0 ? [] : [sql => $"{sql.Expert(expert)} AND c.topic IN ({string.Join(", ", own.Select(sql.Value))})"];
        Condition held = sql => sql.Expert(actor.Name);
        return filter.Expert is not null ? [held] : [held, .. own.Select<string, Condition>(topic => sql => sql.Topic(topic))];
    }
}
