using System.Globalization;

namespace Escalation.Questions;

/// <summary>
/// A place in the timeline, in the order in which its readers get it: no row ever appears before a place that a reader
/// has passed (decision 0022). Written <c>transaction-id</c>.
/// </summary>
public readonly record struct TimelinePlace(long Transaction, long Id) : IComparable<TimelinePlace>
{
    public static TimelinePlace Of(TimelineEntry entry) => new(entry.Transaction, entry.Id);

    public static bool TryParse(string text, out TimelinePlace place)
    {
        place = default;
        var parts = text.Split('-');
        if (parts.Length != 2 || !Number(parts[0], out var transaction) || !Number(parts[1], out var id))
            return false;
        place = new(transaction, id);
        return true;
    }

    public int CompareTo(TimelinePlace other) => Transaction != other.Transaction ? Transaction.CompareTo(other.Transaction) : Id.CompareTo(other.Id);

    public static bool operator <(TimelinePlace a, TimelinePlace b) => a.CompareTo(b) < 0;
    public static bool operator >(TimelinePlace a, TimelinePlace b) => a.CompareTo(b) > 0;
    public static bool operator <=(TimelinePlace a, TimelinePlace b) => a.CompareTo(b) <= 0;
    public static bool operator >=(TimelinePlace a, TimelinePlace b) => a.CompareTo(b) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Id}");

    static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
