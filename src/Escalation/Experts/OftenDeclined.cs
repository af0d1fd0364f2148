using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>How often an expert declined questions of a topic lately.</summary>
/// <param name="Given">Those declined, and those of the same time that are the expert's or were answered by them; told only where it matters.</param>
public sealed record DeclineCount(int Declined, int Given)
{
    const int Some = 3;

    public static readonly DeclineCount None = new(0, 0);

    /// <summary>At least three, and at least a third of what they were given: a manager should ask whether the topic is theirs.</summary>
    public bool IsOften => Declined >= Some && 3 * Declined >= Given;

    public bool MayBeOften => Declined >= Some;
}

public static class OftenDeclined
{
    public static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    public static async Task<Dictionary<(string Expert, string Topic), DeclineCount>> DeclinesAsync(this EscalationDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - Lately;
        var declines = await db.Declines.Where(d => d.At >= since && d.Topic != null)
            .GroupBy(d => new { d.Expert, d.Topic }).Select(g => new { g.Key.Expert, g.Key.Topic, Count = g.Count() }).ToListAsync(cancellation);
        var counts = declines.ToDictionary(d => (d.Expert, d.Topic!), d => new DeclineCount(d.Count, d.Count));

        // What somebody was given is found only by going through the questions, so not for everybody.
        var some = counts.Where(c => c.Value.MayBeOften).Select(c => c.Key.Expert).ToHashSet();
        if (some.Count == 0)
            return counts;
        var kept = await db.Conversations.Where(c => c.Expert != null && some.Contains(c.Expert) && c.CreatedAt >= since && c.Topic != null && c.State != ConversationState.Waiting)
            .GroupBy(c => new { c.Expert, c.Topic }).Select(g => new { g.Key.Expert, g.Key.Topic, Count = g.Count() }).ToListAsync(cancellation);
        foreach (var given in kept)
        {
            if (counts.TryGetValue((given.Expert!, given.Topic!), out var count))
                counts[(given.Expert!, given.Topic!)] = count with { Given = count.Given + given.Count };
        }
        return counts;
    }
}
