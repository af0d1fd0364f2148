using System.Collections.Frozen;
using System.Collections.Immutable;
using Escalation.Organization;
using NodaTime;
using NodaTime.TimeZones;

namespace Escalation.Sla;

/// <summary>
/// Adds and measures time in which a calendar is open, exact to the tick (the SLA rules, section 2). All results are UTC.
/// <para>The end of time is <see cref="DateTimeOffset.MaxValue"/>: what would come after it comes then. A calendar opens
/// for the last time on 30 December 9999.</para>
/// </summary>
public sealed class BusinessTime
{
    /// <summary>24 x 7: exact elapsed time.</summary>
    public static readonly BusinessTime Always = new(null);

    /// <summary>An end skipped by daylight saving is the first instant after the gap, an ambiguous one its last occurrence; a start its first.</summary>
    static readonly ZoneLocalMappingResolver
        Opening = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter),
        Closing = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The last whose next day is a date too, in any zone.</summary>
    static readonly LocalDate LastDate = LocalDate.MaxIsoValue.PlusDays(-1);

    static readonly long EndOfTime = DateTimeOffset.MaxValue.UtcTicks;

    /// <summary>
    /// How far the date of an interval may lie from the UTC date of an instant in it: one day for the zone's offset, one
    /// for the night, one for a day that a zone had twice.
    /// </summary>
    const int DaysAround = 3;

    /// <summary>In days: some 20 years.</summary>
    const int Patience = 20 * 366;

    readonly Calendar? _calendar;
    readonly FrozenSet<LocalDate> _closed = [];
    readonly ImmutableArray<OpenInterval>[] _week = [];

    BusinessTime(Calendar? calendar)
    {
        _calendar = calendar;
        if (calendar is null)
            return;
        _closed = calendar.Closed.ToFrozenSet();
        _week = [.. Enumerable.Range(0, 8).Select(day => calendar.Hours.GetValueOrDefault((IsoDayOfWeek)day, []).Sort((one, other) => one.From.CompareTo(other.From)))];
    }

    /// <summary>Null: <see cref="Always"/>.</summary>
    public static BusinessTime Of(Calendar? calendar) => calendar is null ? Always : new(calendar);

    /// <summary>
    /// The earliest instant <c>t >= start</c> such that the open time in <c>[start, t)</c> equals <paramref name="duration"/>:
    /// what is used up exactly at closing time is due at closing time, and a duration of 0 ends at its start.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    /// <exception cref="InvalidOperationException">The calendar does not open for some 20 years.</exception>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
            return start.ToUniversalTime();
        var left = duration.Ticks;
        foreach (var (from, to) in Walk(start.UtcTicks, EndOfTime, mustOpen: true))
        {
            if (left <= to - from)
                return At(from + left);
            left -= to - from;
        }
        return DateTimeOffset.MaxValue;
    }

    /// <summary>The open time in <c>[from, to)</c>; 0 where <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var ticks = 0L;
        foreach (var span in Walk(from.UtcTicks, to.UtcTicks))
            ticks += span.To - span.From;
        return TimeSpan.FromTicks(ticks);
    }

    /// <summary>The open time in <c>[from, to)</c> as it is counted: clipped, in order, one span where several touch or overlap. Lazy.</summary>
    public IEnumerable<OpenSpan> Spans(DateTimeOffset from, DateTimeOffset to)
    {
        Ticks? open = null;
        foreach (var next in Walk(from.UtcTicks, to.UtcTicks))
        {
            if (open is { } before && before.To < next.From)
                yield return new(At(before.From), At(before.To));
            open = open is { } running && running.To == next.From ? running with { To = next.To } : next;
        }
        if (open is { } last)
            yield return new(At(last.From), At(last.To));
    }

    public bool IsOpen(DateTimeOffset at) => Walk(at.UtcTicks, at.UtcTicks + 1).Any();

    /// <summary>The first open instant from <paramref name="after"/> on: itself if it is open then.</summary>
    /// <exception cref="InvalidOperationException">The calendar does not open for some 20 years.</exception>
    public DateTimeOffset NextOpening(DateTimeOffset after)
    {
        foreach (var open in Walk(after.UtcTicks, EndOfTime, mustOpen: true))
            return At(open.From);
        return DateTimeOffset.MaxValue;
    }

    /// <summary>The open time in <c>[from, to)</c> in order, each instant once; pieces may touch.</summary>
    /// <param name="mustOpen">Gives up on a calendar that stays closed, rather than look for its opening until the end of time.</param>
    IEnumerable<Ticks> Walk(long from, long to, bool mustOpen = false)
    {
        if (_calendar is null && from < to)
            yield return new(from, to);
        if (_calendar is null || from >= to)
            yield break;

        var first = Instant.FromUnixTimeTicks(from - DateTime.UnixEpoch.Ticks).InUtc().Date.PlusDays(-DaysAround);
        var days = Math.Min((to - from) / TimeSpan.TicksPerDay + 3 * DaysAround, Period.DaysBetween(first, LastDate));
        var counted = from;
        var daysClosed = 0;
        for (var day = 0; day <= days; day++)
        {
            var date = first.PlusDays(day);
            daysClosed++;
            // A closed day has no starts; the night before runs on into it, as that belongs to the day before.
            var intervals = _closed.Contains(date) ? [] : _week[(int)date.DayOfWeek];
            foreach (var interval in intervals)
            {
                // Starts never go back, so what follows does not begin before `to` either.
                var start = InstantOf(date + interval.From, Opening);
                if (start >= to)
                    yield break;
                var end = InstantOf((interval.EndsNextDay ? date.PlusDays(1) : date) + interval.To, Closing);
                if (end <= counted || end <= start)
                    continue;
                yield return new(Math.Max(start, counted), Math.Min(end, to));
                counted = end;
                daysClosed = 0;
            }
            if (mustOpen && daysClosed > Patience)
                throw new InvalidOperationException($"Calendar '{_calendar.Name}' does not open in the 20 years after {At(counted):yyyy-MM-dd}.");
        }
    }

    long InstantOf(LocalDateTime local, ZoneLocalMappingResolver resolve) =>
        _calendar!.TimeZone.ResolveLocal(local, resolve).ToInstant().ToUnixTimeTicks() + DateTime.UnixEpoch.Ticks;

    static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    readonly record struct Ticks(long From, long To);
}
