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

    public const int MostLines = 50_000;

    /// <summary>Closed as these, a conversation was no question that had to be answered (the public contract).</summary>
    static readonly string[] NotCounted = ["notAQuestion", "spam", "duplicate"];

    /// <exception cref="TooManyLinesException">The dimensions and periods make more lines than anybody reads.</exception>
    public async Task<IReadOnlyList<SlaReportLine>> ReadAsync(EscalationDb db, CancellationToken cancellation)
    {
        var sums = new Dictionary<SlaReportKey, SlaReportSum>();
        await foreach (var judged in Judgements(db).AsAsyncEnumerable().WithCancellation(cancellation))
            Add(sums, judged);
        return Lines(sums);
    }

    internal IQueryable<Judged> Judgements(EscalationDb db) =>
        from d in Expert is { } expert ? db.Deadlines.Where(d => d.Expert == expert) : db.Deadlines
        join c in db.Conversations on d.ConversationId equals c.Id
        where d.JudgedAt >= From && d.JudgedAt < To
            && (c.CloseReason == null || !NotCounted.Contains(c.CloseReason))
        select new Judged(d.Target, c.Topic, d.Expert, c.Channel, c.Network, d.JudgedAt!.Value, d.State == DeadlineState.Met, d.StartedAt, d.SatisfiedAt);

    internal IReadOnlyList<SlaReportLine> Summarize(IEnumerable<Judged> judgements)
    {
        var sums = new Dictionary<SlaReportKey, SlaReportSum>();
        foreach (var judged in judgements)
            Add(sums, judged);
        return Lines(sums);
    }

    void Add(Dictionary<SlaReportKey, SlaReportSum> sums, Judged j)
    {
        var key = new SlaReportKey(
            PeriodOf(j.At), j.Target, Wants("topic") ? j.Topic : null, Wants("expert") ? j.Expert : null, Wants("channel") ? j.Channel : null, Wants("network") ? j.Network : null);
        if (!sums.TryGetValue(key, out var sum))
            sums.Add(key, sum = sums.Count < MostLines ? new SlaReportSum() : throw new TooManyLinesException());
        sum.Add(j);
    }

    static IReadOnlyList<SlaReportLine> Lines(Dictionary<SlaReportKey, SlaReportSum> sums) =>
    [
        .. sums.Select(sum => sum.Value.Line(sum.Key))
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
public sealed record SlaReportLine(SlaReportKey Key, int Kept, int Breached, double Share, TimeSpan? Median, TimeSpan? Percentile90);

public sealed class TooManyLinesException() : Exception($"A report has at most {SlaReport.MostLines} lines.");

/// <summary>What a line is made of: of each deadline only how long it took, eight bytes, so that years of them fit into memory.</summary>
sealed class SlaReportSum
{
    readonly List<long> _took = [];
    int _kept, _breached;

    public void Add(SlaReport.Judged judged)
    {
        if (judged.Kept)
            _kept++;
        else
            _breached++;
        if (judged.SatisfiedAt is { } satisfiedAt)
            _took.Add((satisfiedAt - judged.StartedAt).Ticks);
    }

    public SlaReportLine Line(SlaReportKey key)
    {
        _took.Sort();
        return new(key, _kept, _breached, (double)_kept / (_kept + _breached), Percentile(0.5), Percentile(0.9));
    }

    /// <summary>Nearest rank: a time that really was.</summary>
    TimeSpan? Percentile(double share) => _took.Count == 0 ? null : new TimeSpan(_took[(int)Math.Ceiling(share * _took.Count) - 1]);
}
