using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Escalation.Sla;

/// <summary>What another organization does to one deadline of an open conversation.</summary>
/// <param name="Change"><c>moved</c>, <c>gained</c>, <c>lost</c> or, if its time is then over already, <c>breached</c>.</param>
/// <param name="From">Its due time so far; null: it was paused or not promised.</param>
/// <param name="To">Its due time then; null: it is paused or not promised.</param>
public sealed record PromiseChange(Guid Conversation, string Target, int Cycle, string Change, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Null: nothing that the asker or the expert would notice.</summary>
    internal static PromiseChange? Of(EntityEntry<Deadline> entry)
    {
        var row = entry.Entity;
        var isNew = entry.State == EntityState.Added || entry.Property(d => d.State).OriginalValue == DeadlineState.Cancelled && row.State != DeadlineState.Cancelled;
        var from = isNew ? null : entry.Property(d => d.DueAt).OriginalValue;
        var (wasOpen, wasPaused) = isNew ? (false, false) : WasOpen(entry.Property(d => d.State).OriginalValue);
        if (!isNew && !wasOpen)
            return null;
        var what = row.State switch
        {
            DeadlineState.Breached => "breached",
            DeadlineState.Cancelled => "lost",
            _ when isNew => "gained",
            _ when from != row.DueAt || wasPaused && entry.Property(d => d.Remaining).OriginalValue != row.Remaining => "moved",
            _ => null,
        };
        return what is null ? null : new(row.ConversationId, row.Target, row.Cycle, what, from, what == "lost" ? null : row.DueAt);
    }

    public override string ToString() =>
        $"{Target} of {Conversation}: {Change}{(From is { } from ? $", from {Text(from)}" : "")}{(To is { } to ? $", to {Text(to)}" : "")}";

    static (bool Open, bool Paused) WasOpen(DeadlineState state) => (state is DeadlineState.Running or DeadlineState.Paused, state == DeadlineState.Paused);

    static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
