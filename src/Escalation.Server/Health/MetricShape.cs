using System.Diagnostics.Metrics;
using System.Numerics;

namespace Escalation.Server.Health;

/// <summary>What an instrument becomes in Prometheus.</summary>
sealed record MetricShape(string Name, string Help, string Type, bool IsObservable, Func<MetricSeries> NewSeries)
{
    /// <summary>OpenTelemetry's defaults: for durations in seconds, and for everything else.</summary>
    static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    static readonly double[] Others = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    /// <summary>Null: a kind of instrument that is not known here.</summary>
    public static MetricShape? Of(Instrument instrument)
    {
        var kind = instrument.GetType() is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : null;
        if (kind == typeof(Histogram<>))
        {
            var bounds = Bounds(instrument);
            return Create(instrument, "histogram", () => new HistogramSeries(bounds));
        }
        if (kind == typeof(Counter<>))
            return Create(instrument, "counter", () => new SumSeries());
        if (kind == typeof(UpDownCounter<>))
            return Create(instrument, "gauge", () => new SumSeries());
        if (kind == typeof(ObservableCounter<>))
            return Create(instrument, "counter", () => new LastSeries());
        if (kind == typeof(Gauge<>) || kind == typeof(ObservableGauge<>) || kind == typeof(ObservableUpDownCounter<>))
            return Create(instrument, "gauge", () => new LastSeries());
        return null;
    }

    static MetricShape Create(Instrument instrument, string type, Func<MetricSeries> newSeries) => new(
        PrometheusText.MetricName(instrument.Name, instrument.Unit, type == "counter"), instrument.Description ?? "", type, instrument.IsObservable, newSeries);

    static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => Advised(histogram),
        Histogram<float> histogram => Advised(histogram),
        Histogram<long> histogram => Advised(histogram),
        Histogram<int> histogram => Advised(histogram),
        _ => null,
    } ?? (instrument.Unit == "s" ? Seconds : Others);

    static double[]? Advised<T>(Histogram<T> histogram) where T : struct, INumber<T> =>
        histogram.Advice?.HistogramBucketBoundaries is { } bounds ? [.. bounds.Select(double.CreateSaturating)] : null;
}
