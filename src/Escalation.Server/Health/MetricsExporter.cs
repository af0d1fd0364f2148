using System.Diagnostics.Metrics;
using System.Numerics;
using System.Text;

namespace Escalation.Server.Health;

/// <summary>
/// Keeps the measurements of the meters it listens to and tells them as Prometheus text (decision 0006). Recording takes no
/// lock and, for a known set of tags, allocates nothing; observable instruments are asked when somebody scrapes.
/// </summary>
public sealed class MetricsExporter : IDisposable
{
    readonly HashSet<string> _meters;
    readonly object? _scope;
    readonly int _mostSeries;
    readonly ILogger _log;
    readonly MeterListener _listener = new();
    readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    readonly Lock _scraping = new();

    /// <param name="meters">Names of the meters to listen to.</param>
    /// <param name="scope">The meter factory whose meters are ours: another host in the same process has its own. Meters without a factory are everybody's.</param>
    /// <param name="mostSeries">For each metric, so that a label that grows without end does not take the memory with it.</param>
    public MetricsExporter(IEnumerable<string> meters, object? scope, ILogger log, int mostSeries = 1000)
    {
        (_meters, _scope, _log, _mostSeries) = ([.. meters], scope, log, mostSeries);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter) && FamilyOf(instrument) is { } family)
                listener.EnableMeasurementEvents(instrument, family);
        };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _listener.Start();
    }

    public string Scrape()
    {
        lock (_scraping)
        {
            var families = Families();
            foreach (var family in families.Where(family => family.Shape.IsObservable))
                family.Forget();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                _log.LogWarning(e, "Some instruments could not be read; their metrics are missing from this scrape");
            }

            var text = new StringBuilder();
            foreach (var family in families)
                family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    bool IsOurs(Meter meter) => _meters.Contains(meter.Name) && (meter.Scope is null || meter.Scope == _scope);

    /// <summary>Instruments that come to the same name are one metric; null if they are of different types, because the format knows one type for a name.</summary>
    MetricFamily? FamilyOf(Instrument instrument)
    {
        if (MetricShape.Of(instrument) is not { } shape)
            return null;
        lock (_families)
        {
            if (!_families.TryGetValue(shape.Name, out var family))
                _families.Add(shape.Name, family = new MetricFamily(shape, _mostSeries));
            return family.Shape.Type == shape.Type && family.Shape.IsObservable == shape.IsObservable ? family : null;
        }
    }

    List<MetricFamily> Families()
    {
        lock (_families)
            return [.. _families.Values];
    }

    void Listen<T>() where T : struct, INumber<T> =>
        _listener.SetMeasurementEventCallback<T>(static (_, value, tags, family) => ((MetricFamily)family!).Record(double.CreateSaturating(value), tags));
}
