using System.Collections.Concurrent;
using System.Text;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Escalation.Server.Health;

/// <summary>One metric under its Prometheus name with all its series, and a limit to them: what comes after the last goes into one series of its own.</summary>
sealed class MetricFamily(MetricShape shape, int mostSeries)
{
    const string Overflow = "otel_metric_overflow=\"true\"";

    readonly ConcurrentDictionary<MetricTags, MetricSeries> _byTags = new(new MetricTags.Comparer());
    readonly SortedDictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    volatile MetricSeries? _overflow;
    int _known;

    public MetricShape Shape => shape;

    public void Record(double value, ReadOnlySpan<Tag> tags)
    {
        // NaN says nothing and would spoil every sum for good.
        if (double.IsNaN(value))
            return;
        if (!_byTags.GetAlternateLookup<ReadOnlySpan<Tag>>().TryGetValue(tags, out var series))
            series = _overflow ?? Find(tags);
        series.Record(value);
    }

    /// <summary>An observable instrument tells everything anew at each scrape; what it tells no more is gone.</summary>
    public void Forget()
    {
        lock (_byLabels)
        {
            _byTags.Clear();
            _byLabels.Clear();
            _overflow = null;
            _known = 0;
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_byLabels)
        {
            if (_byLabels.Count == 0)
                return;
            if (shape.Help.Length > 0)
                text.Append("# HELP ").Append(shape.Name).Append(' ').Append(PrometheusText.EscapeHelp(shape.Help)).Append('\n');
            text.Append("# TYPE ").Append(shape.Name).Append(' ').Append(shape.Type).Append('\n');
            foreach (var (labels, series) in _byLabels)
                series.Write(text, shape.Name, labels);
        }
    }

    MetricSeries Find(ReadOnlySpan<Tag> tags)
    {
        lock (_byLabels)
        {
            if (_byTags.GetAlternateLookup<ReadOnlySpan<Tag>>().TryGetValue(tags, out var known))
                return known;
            if (_known == mostSeries)
                return _overflow = Labelled(Overflow);
            _known++;
            // The same tags in another order, or written 1 and "1", are another key but the same labels, and so the same series.
            return _byTags[new MetricTags(tags.ToArray())] = Labelled(PrometheusText.Labels(tags));
        }
    }

    MetricSeries Labelled(string labels)
    {
        if (!_byLabels.TryGetValue(labels, out var series))
            _byLabels.Add(labels, series = shape.NewSeries());
        return series;
    }
}
