using System.Text;

namespace Escalation.Server.Health;

/// <summary>What is kept of the measurements with one set of labels. Many threads record without a lock.</summary>
abstract class MetricSeries
{
    public abstract void Record(double value);

    /// <param name="labels">Rendered, without braces; empty where there are none.</param>
    public virtual void Write(StringBuilder text, string name, string labels) => WriteLine(text, name, labels, PrometheusText.Number(Value));

    protected virtual double Value => 0;

    protected static void WriteLine(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    protected static void Add(ref double total, double value)
    {
        for (var seen = Volatile.Read(ref total); ;)
        {
            var found = Interlocked.CompareExchange(ref total, seen + value, seen);
            // By bits, as the exchange itself compares: 0 and -0 are equal numbers but would not have been exchanged.
            if (BitConverter.DoubleToInt64Bits(found) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = found;
        }
    }
}

/// <summary>A counter, or a number that goes up and down by what is added.</summary>
sealed class SumSeries : MetricSeries
{
    double _sum;

    protected override double Value => Volatile.Read(ref _sum);

    public override void Record(double value) => Add(ref _sum, value);
}

/// <summary>The last value told: gauges, and everything observable (an observable counter tells its total).</summary>
sealed class LastSeries : MetricSeries
{
    double _last;

    protected override double Value => Volatile.Read(ref _last);

    public override void Record(double value) => Volatile.Write(ref _last, value);
}

/// <param name="bounds">Upper bounds, inclusive, ascending; +Inf follows by itself.</param>
sealed class HistogramSeries(double[] bounds) : MetricSeries
{
    readonly long[] _counts = new long[bounds.Length + 1];
    double _sum;

    public override void Record(double value)
    {
        var place = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _counts[place < 0 ? ~place : place]);
        Add(ref _sum, value);
    }

    public override void Write(StringBuilder text, string name, string labels)
    {
        var before = labels.Length > 0 ? labels + "," : "";
        // The count is that of the buckets just read, so that it equals +Inf while others record.
        var count = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            var bound = i < bounds.Length ? bounds[i] : double.PositiveInfinity;
            WriteLine(text, name + "_bucket", $"{before}le=\"{PrometheusText.Number(bound)}\"", PrometheusText.Number(count));
        }
        WriteLine(text, name + "_sum", labels, PrometheusText.Number(Volatile.Read(ref _sum)));
        WriteLine(text, name + "_count", labels, PrometheusText.Number(count));
    }
}
