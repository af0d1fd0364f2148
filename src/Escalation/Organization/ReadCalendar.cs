using System.Collections.Immutable;
using Escalation.Input;
using NodaTime;

namespace Escalation.Organization;

/// <summary>Rules: SLA, section 2. Faults name the calendar, as its place in the file tells little to who reads them in the UI.</summary>
static class ReadCalendar
{
    static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;
    static readonly ImmutableSortedDictionary<IsoDayOfWeek, string> Days =
        Enumerable.Range(1, 7).ToImmutableSortedDictionary(day => (IsoDayOfWeek)day, day => ((IsoDayOfWeek)day).ToString().ToLowerInvariant());

    public static Calendar From(JsonInput input, string name)
    {
        var label = name == "" ? "" : $"calendar '{name}': ";
        var zone = input.Text("timeZone", required: true, check: id => MustBeZone(id) is { } wrong ? label + wrong : null);
        var hours = input.Object("hours", required: true, read: hours => Week(hours, label));
        if (hours is { IsEmpty: true })
            input.Fault("hours", $"{label}is never open; leave out the calendar where 24 x 7 is meant");
        return new(
            name,
            zone is null ? DateTimeZone.Utc : Zones[zone],
            hours ?? ImmutableSortedDictionary<IsoDayOfWeek, ImmutableArray<OpenInterval>>.Empty,
            input.Values<LocalDate>("closed", Readings.Date));
    }

    /// <summary>Fixed offsets (<c>UTC+3</c>), which the provider would take too, are no IANA zones.</summary>
    static string? MustBeZone(string id) => Zones.Ids.Contains(id)
        ? null
        : $"{Suggestion.Quote(id)} is not an IANA time zone{Suggestion.For(id, Zones.Ids)}";

    static ImmutableSortedDictionary<IsoDayOfWeek, ImmutableArray<OpenInterval>> Week(JsonInput hours, string label)
    {
        var week = Days.ToImmutableSortedDictionary(
            day => day.Key,
            day => hours.Values(day.Value, (string text, out OpenInterval? interval) => OpenIntervalText.Parse(text, out interval) is { } wrong ? label + wrong : null));
        RefuseOverlaps(hours, label, week);
        return week.Where(day => !day.Value.IsEmpty).ToImmutableSortedDictionary(day => day.Key, day => day.Value)!;
    }

    static void RefuseOverlaps(JsonInput hours, string label, IEnumerable<KeyValuePair<IsoDayOfWeek, ImmutableArray<OpenInterval?>>> week)
    {
        var spans = week
            .SelectMany(day => day.Value.Select((interval, index) => interval is null ? null : new Span(day.Key, index, interval)))
            .OfType<Span>()
            .OrderBy(span => span.Start)
            .ToList();

        // The week is a ring: what reaches farthest past Sunday's midnight is where Monday begins.
        var farthest = spans.MaxBy(span => span.End);
        var end = farthest?.End - Span.Week;
        foreach (var span in spans)
        {
            if (span.Start < end)
                hours.Fault($"{Days[span.Day]}[{span.Index}]", $"{label}overlaps {Days[farthest!.Day]}'s {OpenIntervalText.Write(farthest.Interval)}");
            if (span.End > end)
                (farthest, end) = (span, span.End);
        }
    }

    /// <summary>An interval in minutes from Monday's midnight.</summary>
    sealed record Span(IsoDayOfWeek Day, int Index, OpenInterval Interval)
    {
        const int MinutesOfDay = 24 * 60;
        public const int Week = 7 * MinutesOfDay;

        public int Start { get; } = Minutes(Day, Interval.From);
        public int End { get; } = Minutes(Day, Interval.To) + (Interval.EndsNextDay ? MinutesOfDay : 0);

        static int Minutes(IsoDayOfWeek day, LocalTime time) => ((int)day - 1) * MinutesOfDay + time.Hour * 60 + time.Minute;
    }
}
