using System.Collections.Immutable;
using Escalation.Organization;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Escalation.Tests.Sla;

/// <param name="More">Another duration or another step, as the property needs one.</param>
public sealed record BusinessTimeInput(Calendar Calendar, DateTimeOffset Start, TimeSpan Duration, TimeSpan More)
{
    public override string ToString() => $"from {Start:O} {Duration:c} and {More:c}, {Hours.Write(Calendar)}";
}

/// <summary>Calendars as the organization file allows them, and instants near the changes of their clocks.</summary>
static class BusinessTimeInputs
{
    const int Day = 24 * 60, Week = 7 * Day;
    static readonly Instant First = Instant.FromUtc(2000, 1, 1, 0, 0), Last = Instant.FromUtc(2040, 1, 1, 0, 0);

    /// <summary>Those whose clocks changed since 2000, by whatever law.</summary>
    static readonly (DateTimeZone Zone, Instant[] Changes)[] Zones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .Select(zone => (zone, zone.GetZoneIntervals(First, Last).Skip(1).Select(interval => interval.Start).ToArray()))
            .Where(zone => zone.Item2.Length > 0)];

    /// <summary>Around these the clocks change; more often than other minutes of a day, hours begin and end then.</summary>
    static readonly Gen<int> MinuteOfDay = Gen.Frequency(
        (3, Gen.Elements(0, 30, 60, 90, 120, 150, 165, 180, 240, 23 * 60, 23 * 60 + 30)),
        (2, Gen.Choose(0, 95).Select(quarter => quarter * 15)),
        (1, Gen.Choose(0, Day - 1)));

    static readonly Gen<int> MinuteOfWeek = from day in Gen.Choose(0, 6) from minute in MinuteOfDay select day * Day + minute;

    /// <summary>Of a week that is a ring: no two overlap, some meet, some run past midnight, some from Sunday into Monday.</summary>
    static readonly Gen<ImmutableSortedDictionary<IsoDayOfWeek, ImmutableArray<OpenInterval>>> Weeks =
        from count in Gen.Choose(1, 12)
        from points in MinuteOfWeek.ArrayOf(count + 1)
        from isOpen in Gen.Elements(true, false).ArrayOf(count + 1)
        select Opened(points, isOpen);

    static ImmutableSortedDictionary<IsoDayOfWeek, ImmutableArray<OpenInterval>> Opened(int[] points, bool[] isOpen)
    {
        var ring = points.Distinct().Order().ToArray();
        return ring.Zip([.. ring[1..], ring[0] + Week], (from, to) => (From: from, To: Math.Min(to, from + Day)))
            .Where((_, index) => index == 0 || isOpen[index])
            .GroupBy(span => (IsoDayOfWeek)(span.From / Day + 1))
            .ToImmutableSortedDictionary(day => day.Key, day => day.Select(span => Open(span.From, span.To)).ToImmutableArray());
    }

    static Gen<BusinessTimeInput> Inputs(Gen<long> ticks, int before, int after) =>
        from zone in Gen.Elements(Zones)
        from change in Gen.Elements(zone.Changes)
        from distance in Gen.Frequency((4, Gen.Choose(-before, after)), (1, Gen.Choose(-20 * 365 * Day, 20 * 365 * Day)))
        from tick in ticks
        let start = Within(change.ToDateTimeOffset().AddMinutes(distance)).AddTicks(tick)
        from hours in Weeks
        from closed in Gen.Choose(-3, 12).ListOf().Select(days => days.Take(8).Distinct())
        from parts in Gen.Choose(0, 1000).Two()
        from weeks in Gen.Elements(0.01, 0.2, 1, 3)
        from more in ticks.Two()
        let calendar = new Calendar("any", zone.Zone, hours, [.. closed.Select(day => LocalDate.FromDateTime(start.UtcDateTime).PlusDays(day))])
        let open = hours.Values.SelectMany(day => day).Sum(open => open.To.TickOfDay - open.From.TickOfDay + (open.EndsNextDay ? NodaConstants.TicksPerDay : 0))
        let whole = (long)(open / NodaConstants.TicksPerMinute * weeks) * NodaConstants.TicksPerMinute / 1000
        select new BusinessTimeInput(calendar, start, TimeSpan.FromTicks(whole * parts.Item1 + more.Item1), TimeSpan.FromTicks(whole * parts.Item2 + more.Item2));

    /// <summary>Often on the second or the minute, where the edges are; otherwise on any tick.</summary>
    public static readonly Gen<BusinessTimeInput> Exact = Inputs(Gen.Frequency(
        (2, Gen.Constant(0L)), (1, Gen.Elements(1L, 2L)), (2, Gen.Choose(0, 600_000_000).Select(tick => (long)tick))), before: 3 * Day, after: Day);

    public static readonly Gen<BusinessTimeInput> OnTheSecond = Inputs(Gen.Choose(0, 59).Select(second => second * NodaConstants.TicksPerSecond), before: Day / 2, after: Day / 8);

    static OpenInterval Open(int from, int to) => new(Time(from), Time(to), EndsNextDay: to % Day <= from % Day);

    static LocalTime Time(int minute) => LocalTime.FromMinutesSinceMidnight(minute % Day);

    static DateTimeOffset Within(DateTimeOffset at) =>
        at < First.ToDateTimeOffset() ? First.ToDateTimeOffset() : at > Last.ToDateTimeOffset() ? Last.ToDateTimeOffset() : at;
}
