using System.Collections.Immutable;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Sla;
using NodaTime;

namespace Escalation.Benchmarks.Selections;

/// <summary>Experts as a large company has them: four calendars, two languages, three levels, one in ten absent, each with a substitute.</summary>
static class Crowd
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 30, 0, TimeSpan.Zero);

    static readonly string[] Zones = ["Europe/Brussels", "America/New_York", "Asia/Tokyo", "UTC"];

    public static IReadOnlyCollection<ExpertLoad> Of(int count)
    {
        var random = new Random(1);
        var hours = Array.ConvertAll(Zones, zone => BusinessTime.Of(Office(zone)));
        return [.. Enumerable.Range(0, count).Select(i => new ExpertLoad(Expert(i, count, random), random.Next(12), Now.AddSeconds(-random.Next(100_000)), hours[i % hours.Length]))];
    }

    /// <summary>All of the one topic, equal.</summary>
    public static OrganizationFile Equals(int count, int capacity) => new()
    {
        Topics = [new Topic("billing", "Billing", [], [], null, false)],
        People = [.. Enumerable.Range(0, count).Select(i => new Person($"expert{i}", $"Expert {i}", null, [Role.Expert], [new PersonTopic("billing", 1)], [], null, capacity, null, []))],
    };

    static Person Expert(int i, int count, Random random) => new(
        $"expert{i}", $"Expert {i}", null, [Role.Expert], [new("other", 1), new("billing", 1 + random.Next(3))], random.Next(2) == 0 ? ["en"] : ["en", "nl-BE"], Zones[i % Zones.Length], 10, null,
        i % 10 == 0 ? [new Absence(Now.AddDays(-1), Now.AddDays(1), $"expert{(i + 1) % count}")] : []);

    static Calendar Office(string zone)
    {
        var day = new OpenInterval(new LocalTime(9, 0), new LocalTime(17, 0), EndsNextDay: false);
        return new Calendar(zone, DateTimeZoneProviders.Tzdb[zone], Enumerable.Range(1, 5).ToImmutableSortedDictionary(d => (IsoDayOfWeek)d, _ => ImmutableArray.Create(day)), []);
    }
}
