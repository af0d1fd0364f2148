using System.Globalization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Health;

/// <summary>What is out of order and does not pass by itself, as the rows tell it: for <c>/health/ready</c> and <c>doctor</c>.</summary>
static class StandingProblems
{
    const int Most = 20;

    /// <summary>Sentences that say what is wrong and what to do. Counted by partial indexes.</summary>
    public static async Task<IReadOnlyList<string>> OfMessagesAsync(Database database, CancellationToken cancellation)
    {
        var kinds = await database.ReadAsync(db => db.Outbox.Where(m => m.SetAsideAt != null).GroupBy(m => m.Type)
            .Select(g => new { Type = g.Key, Count = g.Count(), Since = g.Min(m => m.SetAsideAt) }).OrderBy(g => g.Type).Take(Most).ToListAsync(cancellation));
        return [.. kinds.Select(kind =>
            $"Messages of type {kind.Type} ({kind.Count}) cannot be published since {Text(kind.Since!.Value)}: run the version of the program that wrote them, or see what its log says.")];
    }

    /// <summary>Channels that fail: name and sentence.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfChannelsAsync(Database database, CancellationToken cancellation)
    {
        var failing = await database.ReadAsync(db => db.ChannelCursors.Where(c => c.FailingSince != null).OrderBy(c => c.Channel).Take(Most).ToListAsync(cancellation));
        return failing.ToDictionary(c => c.Channel, c => $"failing since {Text(c.FailingSince!.Value)}: {c.Problem?.TrimEnd('.')}. Check its settings and that its network can be reached.");
    }

    static string Text(DateTimeOffset instant) => instant.ToString("u", CultureInfo.InvariantCulture);
}
