using Escalation.Sla;

namespace Escalation.Experts;

/// <summary>Time as a set of instants: stretches in order, each apart from the next.</summary>
public static class Stretches
{
    /// <summary>In any of them.</summary>
    public static List<OpenSpan> Union(this IEnumerable<OpenSpan> spans)
    {
        var union = new List<OpenSpan>();
        foreach (var span in spans.Where(s => s.From < s.To).OrderBy(s => s.From))
        {
            if (union.Count > 0 && span.From <= union[^1].To)
                union[^1] = union[^1] with { To = Later(union[^1].To, span.To) };
            else
                union.Add(span);
        }
        return union;
    }

    /// <summary>In the first and not in the other; both in order.</summary>
    public static List<OpenSpan> Minus(this IReadOnlyList<OpenSpan> spans, IReadOnlyList<OpenSpan> other)
    {
        var left = new List<OpenSpan>();
        var next = 0;
        foreach (var span in spans)
        {
            while (next < other.Count && other[next].To <= span.From)
                next++;
            var from = span.From;
            for (var i = next; i < other.Count && other[i].From < span.To; i++)
            {
                if (from < other[i].From)
                    left.Add(new(from, other[i].From));
                from = Later(from, other[i].To);
            }
            if (from < span.To)
                left.Add(span with { From = from });
        }
        return left;
    }

    /// <summary>In both.</summary>
    public static List<OpenSpan> And(this IReadOnlyList<OpenSpan> spans, IReadOnlyList<OpenSpan> other) => spans.Minus(spans.Minus(other));

    public static bool Overlaps(this OpenSpan one, OpenSpan other) => one.From < other.To && other.From < one.To;

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
