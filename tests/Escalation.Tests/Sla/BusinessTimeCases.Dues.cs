using System.Globalization;
using Calendar = Escalation.Organization.Calendar;

namespace Escalation.Tests.Sla;

public partial class BusinessTimeCases
{
    const string Brussels = "Europe/Brussels", NewYork = "America/New_York", LordHowe = "Australia/Lord_Howe", Apia = "Pacific/Apia";
    const string Nights = "mon-sun 22:00-06:00";

    static IEnumerable<TestCaseData> Dues()
    {
        TestCaseData Due(string what, Calendar? calendar, string start, string duration, string due) =>
            new TestCaseData(calendar, At(start), TimeSpan.Parse(duration, CultureInfo.InvariantCulture), At(due)).SetArgDisplayNames(what);

        var office = Hours.In(Brussels, Hours.Office);
        yield return Due("Chatwoot 13392: the rest of Friday's last half hour is Monday's first", office, "2026-11-27T16:30+01:00", "01:00", "2026-11-30T09:30+01:00");
        yield return Due("Chatwoot 5254: a night past midnight is one stretch", Hours.In(Brussels, "fri 22:00-06:00"), "2026-11-27T23:30+01:00", "02:00", "2026-11-28T01:30+01:00");
        yield return Due("Chatwoot 5254: asked after midnight, while Friday's night runs", Hours.In(Brussels, "fri 22:00-06:00"), "2026-11-28T05:00+01:00", "02:00", "2026-12-04T23:00+01:00");
        yield return Due("Chatwoot 14009: the lunch of a split day does not count", Hours.In(Brussels, "mon-fri 09:00-12:30 13:30-17:00"), "2026-11-27T12:00+01:00", "01:00", "2026-11-27T14:00+01:00");
        yield return Due("Chatwoot 14009: a split day may be written in any order", Hours.In(Brussels, "mon-fri 13:30-17:00 09:00-12:30"), "2026-11-27T08:00+01:00", "04:00", "2026-11-27T14:00+01:00");
        yield return Due("Chatwoot 10436: holidays do not count", Hours.In(Brussels, Hours.Office, "2026-12-25", "2027-01-01"), "2026-12-24T16:00+01:00", "02:00", "2026-12-28T10:00+01:00");
        yield return Due("osTicket 6739: days of the week without hours do not count", Hours.In(Brussels, "mon 09:00-17:00; wed-thu 09:00-17:00"), "2026-11-23T16:00+01:00", "10:00", "2026-11-26T10:00+01:00");
        yield return Due("Zammad 3180: a year around the clock is a year", Hours.In("UTC", Hours.AroundTheClock), "2026-01-01T00:00Z", "365.00:00", "2027-01-01T00:00Z");
        yield return Due("Zammad 3180: so it is where the clocks change", Hours.In(Brussels, Hours.AroundTheClock), "2026-01-01T00:00Z", "365.00:00", "2027-01-01T00:00Z");
        yield return Due("OnCall 3261: nine is nine before the clocks go forward", office, "2026-03-27T16:00+01:00", "02:00", "2026-03-30T10:00+02:00");
        yield return Due("OnCall 3261: nine is nine after the clocks went back", office, "2026-10-23T16:00+02:00", "02:00", "2026-10-26T10:00+01:00");
        yield return Due("OnCall 3261: overseas they change on another day", Hours.In(NewYork, Hours.Office), "2026-03-06T16:00-05:00", "02:00", "2026-03-09T10:00-04:00");

        yield return Due("24 x 7 counts every instant", null, "2026-03-28T12:34:56.7654321+01:00", "1.00:00", "2026-03-29T13:34:56.7654321+02:00");
        yield return Due("used up at closing time is due at closing time", office, "2026-11-27T16:00+01:00", "01:00", "2026-11-27T17:00+01:00");
        yield return Due("used up a tick after closing time is due a tick after opening", office, "2026-11-27T16:00+01:00", "01:00:00.0000001", "2026-11-30T09:00:00.0000001+01:00");
        yield return Due("asked a tick before closing time", office, "2026-11-27T16:59:59.9999999+01:00", "00:00:00.0000002", "2026-11-30T09:00:00.0000001+01:00");
        yield return Due("asked at closing time", office, "2026-11-27T17:00+01:00", "00:00:00.0000001", "2026-11-30T09:00:00.0000001+01:00");
        yield return Due("ticks are kept over days", office, "2026-11-27T10:11:12.1314151+01:00", "3.00:00:00.0000003", "2026-12-10T10:11:12.1314154+01:00");
        yield return Due("no time at all, when open", office, "2026-11-27T16:30+01:00", "00:00", "2026-11-27T16:30+01:00");
        yield return Due("no time at all, when closed", office, "2026-11-28T16:30+01:00", "00:00", "2026-11-28T16:30+01:00");
        yield return Due("until midnight and on from midnight is one stretch", Hours.In(Brussels, "fri 18:00-24:00; sat 00:00-02:00"), "2026-11-27T23:00+01:00", "02:00", "2026-11-28T01:00+01:00");
        yield return Due("Sunday's night runs into Monday", Hours.In(Brussels, "sun 22:00-06:00"), "2026-11-29T23:00+01:00", "03:00", "2026-11-30T02:00+01:00");

        yield return Due("the evening before runs into a closed day", Hours.In(Brussels, Nights, "2026-12-25"), "2026-12-24T23:00+01:00", "07:00", "2026-12-25T06:00+01:00");
        yield return Due("a closed day has no evening, and none after midnight", Hours.In(Brussels, Nights, "2026-12-25"), "2026-12-24T23:00+01:00", "08:00", "2026-12-26T23:00+01:00");
        yield return Due("around the clock but for one day", Hours.In(Brussels, Hours.AroundTheClock, "2026-12-25"), "2026-12-24T23:00+01:00", "02:00", "2026-12-26T01:00+01:00");

        yield return Due("the night when clocks go forward is an hour short", Hours.In(Brussels, Nights), "2026-03-28T22:00+01:00", "07:00", "2026-03-29T06:00+02:00");
        yield return Due("the night when clocks go back is an hour long", Hours.In(Brussels, Nights), "2026-10-24T22:00+02:00", "09:00", "2026-10-25T06:00+01:00");
        yield return Due("what starts in the gap starts after it", Hours.In(Brussels, "sun 02:30-04:00"), "2026-03-29T00:00+01:00", "00:30", "2026-03-29T03:30+02:00");
        yield return Due("what ends in the gap ends at it", Hours.In(Brussels, "sun 01:00-02:30"), "2026-03-29T00:00+01:00", "01:00:00.0000001", "2026-04-05T01:00:00.0000001+02:00");
        yield return Due("what lies in the gap is not that day", Hours.In(Brussels, "sun 02:15-02:45"), "2026-03-29T00:00+01:00", "00:10", "2026-04-05T02:25+02:00");
        yield return Due("what starts in the hour that comes twice starts in the first", Hours.In(Brussels, "sun 02:30-04:00"), "2026-10-25T00:00+02:00", "02:30", "2026-10-25T04:00+01:00");
        yield return Due("what ends in the hour that comes twice ends in the second", Hours.In(Brussels, "sun 01:00-02:30"), "2026-10-25T00:00+02:00", "02:30", "2026-10-25T02:30+01:00");
        yield return Due("the two in the hour that comes twice count it once", Hours.In(Brussels, "sun 01:00-02:30 02:30-04:00"), "2026-10-25T01:00+02:00", "04:00", "2026-10-25T04:00+01:00");
        yield return Due("what ends where the clocks go back to ends after the hour came twice", Hours.In(Brussels, "sun 01:00-02:00"), "2026-10-25T01:00+02:00", "02:00", "2026-10-25T02:00+01:00");
        yield return Due("what ends where they go back from does so once", Hours.In(Brussels, "sun 01:00-03:00"), "2026-10-25T01:00+02:00", "03:00", "2026-10-25T03:00+01:00");
        yield return Due("New York's gap", Hours.In(NewYork, "sun 01:00-03:00"), "2026-03-08T00:00-05:00", "01:00", "2026-03-08T03:00-04:00");
        yield return Due("New York's hour that comes twice", Hours.In(NewYork, "sun 01:30-03:00"), "2026-11-01T00:00-04:00", "02:30", "2026-11-01T03:00-05:00");
        yield return Due("Lord Howe's half-hour gap", Hours.In(LordHowe, "sun 02:15-04:00"), "2026-10-04T00:00+10:30", "01:30", "2026-10-04T04:00+11:00");
        yield return Due("Lord Howe's half hour that comes twice", Hours.In(LordHowe, "sun 01:00-01:45"), "2026-04-05T00:00+11:00", "01:15", "2026-04-05T01:45+10:30");
        yield return Due("the Friday that Samoa skipped", Hours.In(Apia, "thu-sat 09:00-17:00"), "2011-12-29T16:00-10:00", "02:00", "2011-12-31T10:00+14:00");
        yield return Due("the evening that Samoa skipped leaves its morning after", Hours.In(Apia, "fri 22:00-06:00"), "2011-12-29T12:00-10:00", "06:00", "2011-12-31T06:00+14:00");
        yield return Due("around the clock there was no such Friday", Hours.In(Apia, Hours.AroundTheClock), "2011-12-29T12:00-10:00", "1.00:00", "2011-12-31T12:00+14:00");
        yield return Due("Paraguay's Saturday whose last hour comes twice", Hours.In("America/Asuncion", "sat 23:00-24:00"), "2024-03-23T12:00-03:00", "02:00", "2024-03-24T00:00-04:00");
        yield return Due("Havana's first hour of the day, which comes twice", Hours.In("America/Havana", "sun 00:30-02:00"), "2026-10-31T12:00-04:00", "01:00", "2026-11-01T00:30-05:00");

        yield return Due("24 x 7 ends with time", null, "9999-12-31T23:00Z", "10675199.02:48", "9999-12-31T23:59:59.9999999Z");
        yield return Due("a calendar ends with time", office, "9999-12-20T12:00Z", "365.00:00", "9999-12-31T23:59:59.9999999Z");
        yield return Due("at the end of time", Hours.In(Apia, Hours.Office), "9999-12-31T23:59:59.9999999Z", "00:01", "9999-12-31T23:59:59.9999999Z");
        yield return Due("since the beginning of time", Hours.In(NewYork, Hours.AroundTheClock), "0001-01-01T00:00Z", "00:01", "0001-01-01T00:01Z");
    }
}
