using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>How promises were kept in a span of time. Each judged deadline counts once, at the instant of its verdict.</summary>
/// <param name="By">Any of <c>topic</c>, <c>expert</c>, <c>channel</c>, <c>network</c>.</param>
/// <param name="Per"><c>day</c> or <c>week</c> (from Monday), in UTC; null: the whole span.</param>
/// <param name="Expert">Only what this person held; null: everybody's.</param>
public sealed record SlaReport(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> By, string? Per, string? Expert = null)
{
    public static readonly IReadOnlyList<string> Dimensions = ["topic", "expert", "channel", "network"];
    public static readonly IReadOnlyList<string> Periods = ["day", "week"];

    /// <summary>Closed as these, a conversation was no question that had to be answered (the public contract).</summary>
    static readonly string[] NotCounted = ["notAQuestion", "spam", "duplicate"];

    public async Task<IReadOnlyList<SlaReportLine>> ReadAsync(EscalationDb db, CancellationToken cancellation)
    {
        var judged = await (
            from d in db.Deadlines
            join c in db.Conversations on d.ConversationId equals c.Id
            let at = d.State == DeadlineState.Met ? d.SatisfiedAt : d.BreachedAt
            where (d.State == DeadlineState.Met || d.State == DeadlineState.Breached) && at >= From && at < To
                && (c.CloseReason == null || !NotCounted.Contains(c.CloseReason)) && (Expert == null || d.Expert == Expert)
            select new Judged(d.Target, c.Topic, d.Expert, c.Channel, c.Network, at.Value, d.State == DeadlineState.Met, d.StartedAt, d.SatisfiedAt)).ToListAsync(cancellation);
        return Summarize(judged);
    }

    internal IReadOnlyList<SlaReportLine> Summarize(IEnumerable<Judged> judged) =>
    [
        .. judged.GroupBy(j => new SlaReportKey(
                PeriodOf(j.At), j.Target, Wants("topic") ? j.Topic : null, Wants("expert") ? j.Expert : null, Wants("channel") ? j.Channel : null, Wants("network") ? j.Network : null))
            .Select(SlaReportLine.Of)
            .OrderBy(l => l.Key.Period).ThenBy(l => Targets.Rank(l.Key.Target))
            .ThenBy(l => l.Key.Topic, StringComparer.Ordinal).ThenBy(l => l.Key.Expert, StringComparer.Ordinal)
            .ThenBy(l => l.Key.Channel, StringComparer.Ordinal).ThenBy(l => l.Key.Network, StringComparer.Ordinal),
    ];

    bool Wants(string dimension) => By.Contains(dimension);

    DateOnly? PeriodOf(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        return Per switch
        {
            "day" => day,
            "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => null,
        };
    }

    internal sealed record Judged(
        string Target, string? Topic, string? Expert, string Channel, string Network, DateTimeOffset At, bool Kept, DateTimeOffset StartedAt, DateTimeOffset? SatisfiedAt);
}

/// <summary>What a line is about; null: all of them.</summary>
/// <param name="Period">The first day.</param>
public sealed record SlaReportKey(DateOnly? Period, string Target, string? Topic, string? Expert, string? Channel, string? Network);

/// <param name="Share">Of kept ones, 0 to 1.</param>
/// <param name="Median">Of the time from start to satisfaction as it elapsed, of those that were satisfied, late ones too; null: none was.</param>
/// <param name="Percentile90">Likewise: nine in ten took no longer.</param>
public sealed record SlaReportLine(SlaReportKey Key, int Kept, int Breached, double Share, TimeSpan? Median, TimeSpan? Percentile90)
{
    internal static SlaReportLine Of(IGrouping<SlaReportKey, SlaReport.Judged> judged)
    {
        var kept = judged.Count(j => j.Kept);
        var took = judged.Where(j => j.SatisfiedAt is not null).Select(j => j.SatisfiedAt!.Value - j.StartedAt).Order().ToList();
        return new(judged.Key, kept, judged.Count() - kept, (double)kept / judged.Count(), Percentile(took, 0.5), Percentile(took, 0.9));
    }

    /// <summary>Nearest rank: a time that really was.</summary>
    static TimeSpan? Percentile(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
