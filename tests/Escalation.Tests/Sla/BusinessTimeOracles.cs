using System.Collections.Immutable;
using Escalation.Organization;
using Escalation.Sla;
using NodaTime;

namespace Escalation.Tests.Sla;

/// <summary>Business time twice more, each written in another way than the code and slowly, to hold it against.</summary>
static class BusinessTimeOracles
{
    /// <summary>Lists all that begins on any date near, in the order of instants, then merges it.</summary>
    public static ImmutableArray<OpenSpan> Listed(Calendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var clocks = Clocks(calendar, from.AddDays(-8), to.AddDays(8));
        var all = new List<OpenSpan>();
        for (var date = LocalDate.FromDateTime(from.UtcDateTime).PlusDays(-5); date <= LocalDate.FromDateTime(to.UtcDateTime).PlusDays(5); date = date.PlusDays(1))
        {
            if (calendar.Closed.Contains(date) || !calendar.Hours.TryGetValue(date.DayOfWeek, out var hours))
                continue;
            foreach (var open in hours)
            {
                var length = open.To.TickOfDay - open.From.TickOfDay + (open.EndsNextDay ? NodaConstants.TicksPerDay : 0);
                var (starts, ends) = (Occurrences(date + open.From, clocks), Occurrences((date + open.From).PlusTicks(length), clocks));
                all.Add(new(Later(starts.Min(), from), Earlier(ends.Max(), to)));
            }
        }

        var merged = ImmutableArray.CreateBuilder<OpenSpan>();
        foreach (var span in all.Where(span => span.From < span.To).OrderBy(span => span.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].To)
                merged[^1] = merged[^1] with { To = Later(merged[^1].To, span.To) };
            else
                merged.Add(span);
        }
        return merged.ToImmutable();
    }

    /// <summary>Null: the spans do not suffice.</summary>
    public static DateTimeOffset? Add(DateTimeOffset start, TimeSpan duration, ImmutableArray<OpenSpan> spans)
    {
        if (duration == TimeSpan.Zero)
            return start;
        var before = TimeSpan.Zero;
        foreach (var span in spans)
        {
            if (before + (span.To - span.From) >= duration)
                return span.From + (duration - before);
            before += span.To - span.From;
        }
        return null;
    }

    /// <summary>
    /// Looks at the clock on the wall, second by second. Where the clocks go back, what ends in the hour that comes twice
    /// has not ended in its first pass, and what starts in it has started in all of its second.
    /// </summary>
    /// <returns>The seconds that are open.</returns>
    public static List<DateTimeOffset> Seconds(Calendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var clocks = Clocks(calendar, from.AddDays(-8), to.AddDays(8));
        var wall = Enumerable.Range(-4, (int)(to - from).TotalDays + 9)
            .Select(day => LocalDate.FromDateTime(from.UtcDateTime).PlusDays(day))
            .Where(date => !calendar.Closed.Contains(date))
            .SelectMany(date => calendar.Hours.GetValueOrDefault(date.DayOfWeek, [])
                .Select(open => (From: Second(date + open.From), To: Second((open.EndsNextDay ? date.PlusDays(1) : date) + open.To))))
            .ToArray();

        var seconds = new List<DateTimeOffset>();
        for (var at = from; at < to; at = at.AddSeconds(1))
        {
            var instant = at.ToUnixTimeSeconds();
            var index = Array.FindIndex(clocks, clock => clock.From <= instant && instant < clock.To);
            var now = instant + clocks[index].Offset;
            // [Back, Until): what the wall shows twice, when this instant is in one of the two passes.
            var (isFirst, isSecond, back, until) = (false, false, 0L, 0L);
            if (index + 1 < clocks.Length && clocks[index].To + clocks[index + 1].Offset is var backTo && backTo <= now)
                (isFirst, back, until) = (true, backTo, clocks[index].To + clocks[index].Offset);
            else if (index > 0 && clocks[index].From + clocks[index - 1].Offset is var backFrom && now < backFrom)
                (isSecond, back, until) = (true, clocks[index].From + clocks[index].Offset, backFrom);

            foreach (var (start, end) in wall)
            {
                var hasStarted = start <= now || isSecond && start < until;
                var hasEnded = end <= now && !(isFirst && end >= back);
                if (hasStarted && !hasEnded)
                {
                    seconds.Add(at);
                    break;
                }
            }
        }
        return seconds;
    }

    /// <summary>Every instant at which the wall shows it; where none does, the instant that it is skipped at.</summary>
    static List<DateTimeOffset> Occurrences(LocalDateTime local, Clock[] clocks)
    {
        var ticks = (local.ToDateTimeUnspecified() - DateTime.UnixEpoch).Ticks;
        var found = clocks.Where(clock => clock.From * 10_000_000 <= ticks - clock.Offset * 10_000_000 && ticks - clock.Offset * 10_000_000 < clock.To * 10_000_000)
            .Select(clock => DateTimeOffset.UnixEpoch.AddTicks(ticks - clock.Offset * 10_000_000)).ToList();
        if (found.Count == 0)
            found.Add(DateTimeOffset.FromUnixTimeSeconds(clocks.First(clock => (clock.From + clock.Offset) * 10_000_000 > ticks).From));
        return found;
    }

    static Clock[] Clocks(Calendar calendar, DateTimeOffset from, DateTimeOffset to) =>
        [.. calendar.TimeZone.GetZoneIntervals(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to))
            .Select(clock => new Clock(
                clock.HasStart ? clock.Start.ToUnixTimeSeconds() : -100_000_000_000,
                clock.HasEnd ? clock.End.ToUnixTimeSeconds() : 100_000_000_000,
                clock.WallOffset.Seconds))];

    static long Second(LocalDateTime local) => (long)(local.ToDateTimeUnspecified() - DateTime.UnixEpoch).TotalSeconds;

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>In seconds since 1970: the wall is <c>Offset</c> ahead of UTC in <c>[From, To)</c>.</summary>
    readonly record struct Clock(long From, long To, long Offset);
}
