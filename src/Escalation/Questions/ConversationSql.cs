using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>Conditions on a conversation <c>c</c>, in what all databases understand, and the values of their parameters.</summary>
sealed class ConversationSql
{
    readonly List<object> _values = [];

    public string Value(object value)
    {
        _values.Add(value);
        return $"{{{_values.Count - 1}}}";
    }

    public string Topic(string topic) => $"c.topic = {Value(topic)}";

    public string Expert(string expert) => $"c.expert = {Value(expert)}";

    /// <summary>What a list is narrowed to beside its state, with an AND before each.</summary>
    public string Filter(ConversationFilter filter) =>
        (filter.Topic is { } topic ? $" AND {Topic(topic)}" : "")
        + (filter.Expert is { } expert ? $" AND {Expert(expert)}" : "")
        + (filter.Breached is { } breached ? $" AND {(breached ? "" : "NOT ")}c.breached" : "")
        + (filter.After is { } after ? $" AND (c.due_order, c.id) > ({Value(after.DueOrder)}, {Value(after.Id)})" : "");

#pragma warning disable EF1002 // Only conditions of our own are put together; the values stay parameters.
    public IQueryable<PlacedConversation> Query(EscalationDb db, string sql) => db.Database.SqlQueryRaw<PlacedConversation>(sql, [.. _values]);
#pragma warning restore EF1002
}
