using NodaTime.Text;

namespace Escalation.Organization;

/// <summary>How an interval is written: <c>09:00-12:30</c>, <c>18:00-24:00</c>, <c>22:00-06:00</c> past midnight.</summary>
static class OpenIntervalText
{
    static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string? Parse(string text, out OpenInterval? interval)
    {
        interval = null;
        if (text.Split('-') is not [var start, var end]
            || !Time.Parse(start).TryGetValue(default, out var from)
            || !Time.Parse(end == "24:00" ? "00:00" : end).TryGetValue(default, out var to))
            return "must be hours such as 09:00-12:30, 24:00 being allowed as an end";
        interval = new(from, to, EndsNextDay: to <= from);
        return null;
    }

    public static string Write(OpenInterval interval)
    {
        var to = interval.EndsNextDay && interval.To == default ? "24:00" : Time.Format(interval.To);
        return $"{Time.Format(interval.From)}-{to}";
    }
}
