using System.Globalization;
using System.Text;
using System.Text.Json;
using Escalation.Input;
using Escalation.Organization;

namespace Escalation.Alerts;

/// <summary>One or many notices in one message: how many of what, and the first of them in full.</summary>
/// <param name="Id">The same on every try.</param>
/// <param name="Reader">As <see cref="Notice.Reader"/>; <paramref name="Person"/> is who that is, if still in the organization.</param>
/// <param name="At">When it was begun.</param>
/// <param name="First">The oldest, at most <see cref="Listed"/>.</param>
/// <param name="Counts">How many of which event.</param>
public sealed record AlertMessage(
    Guid Id, string Channel, string Reader, Person? Person, DateTimeOffset At, IReadOnlyList<Notice> First, IReadOnlyDictionary<string, int> Counts)
{
    public const int Listed = 20;

    // Twenty of them, with times, fit into the 5000 characters that some chat programs take.
    const int LongestLine = 200;

    public int Total => Counts.Values.Sum();
    public int More => Total - First.Count;

    /// <summary>What happened, on one line.</summary>
    public string Headline => Total == 1 ? OneLine.Of(First[0].Text, LongestLine)
        : $"{Number(Total)} notices: {string.Join(", ", Counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => $"{Number(c.Value)} {Words(c.Key)}"))}";

    /// <summary>Plain text of several lines: when what happened.</summary>
    public string Lines
    {
        get
        {
            var lines = new StringBuilder();
            foreach (var notice in First)
                lines.Append(Time(notice.At)).Append("  ").Append(OneLine.Of(notice.Text, LongestLine)).Append('\n');
            if (More > 0)
                lines.Append("and ").Append(Number(More)).Append(" more\n");
            return lines.ToString();
        }
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>deliveryFailed</c>: delivery failed.</summary>
    static string Words(string @event) => JsonNamingPolicy.KebabCaseLower.ConvertName(@event).Replace('-', ' ');
}
