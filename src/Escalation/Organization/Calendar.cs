using System.Collections.Immutable;
using NodaTime;

namespace Escalation.Organization;

/// <summary>Weekly opening hours in a time zone (the SLA rules, section 2). No calendar means 24 x 7.</summary>
public sealed record Calendar(
    string Name,
    DateTimeZone TimeZone,
    ImmutableSortedDictionary<IsoDayOfWeek, ImmutableArray<OpenInterval>> Hours,
    ImmutableArray<LocalDate> Closed);

/// <summary>
/// Half-open local wall time <c>[From, To)</c> belonging to the day on which it starts.
/// <paramref name="EndsNextDay"/>: it runs to or past midnight (<c>24:00</c> is 00:00 of the next day).
/// </summary>
public sealed record OpenInterval(LocalTime From, LocalTime To, bool EndsNextDay);
