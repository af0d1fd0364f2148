using System.Diagnostics.Metrics;
using System.Globalization;
using Escalation.Server.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Escalation.Tests.Health;

public sealed class MetricsUnderLoad
{
    const int Threads = 16, Each = 20_000;

    Meter _meter = null!;
    MetricsExporter _exporter = null!;

    [SetUp]
    public void Listen()
    {
        _meter = new Meter($"test-{Guid.NewGuid()}");
        _exporter = new MetricsExporter([_meter.Name], scope: null, NullLogger.Instance);
    }

    [TearDown]
    public void Stop()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Test]
    public void Many_threads_add_up_exactly_while_others_scrape()
    {
        var counter = _meter.CreateCounter<long>("hits");
        var histogram = _meter.CreateHistogram<double>("took", "s");
        var level = _meter.CreateUpDownCounter<int>("level");
        var recorders = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                counter.Add(1, new Tag("page", i % 50));
                histogram.Record(i % 2 == 0 ? 0.25 : 4);
                level.Add(i % 2 == 0 ? 3 : -2);
            }
        })).ToList();
        recorders.ForEach(thread => thread.Start());
        while (recorders.Exists(thread => thread.IsAlive))
            AssertWhole(_exporter.Scrape());

        var text = _exporter.Scrape();
        Assert.Multiple(() =>
        {
            Assert.That(Values(text, "hits_total{"), Has.Count.EqualTo(50).And.All.EqualTo(Threads * Each / 50));
            Assert.That(Values(text, "took_seconds_count"), Is.EqualTo([Threads * Each]));
            Assert.That(Values(text, "took_seconds_sum"), Is.EqualTo([Threads * Each / 2 * 4.25]));
            Assert.That(Values(text, "took_seconds_bucket{le=\"1\"}"), Is.EqualTo([Threads * Each / 2]));
            Assert.That(Values(text, "level"), Is.EqualTo([Threads * Each / 2]));
        });
    }

    [Test]
    public void A_known_set_of_tags_costs_no_allocation()
    {
        const int Times = 1000;
        var counter = _meter.CreateCounter<long>("hits");
        var histogram = _meter.CreateHistogram<double>("took", "s");
        void Record()
        {
            for (var i = 0; i < Times; i++)
            {
                counter.Add(1, new Tag("channel", "blog"), new Tag("outcome", "reply"));
                histogram.Record(0.25, new Tag("channel", "blog"));
            }
        }

        Record();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record();
        // The runtime may allocate a little of its own meanwhile; one byte a measurement would be more.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(Times));
    }

    /// <summary>Whenever it is read, a histogram's count is its last bucket and no bucket is less than the one before.</summary>
    static void AssertWhole(string text)
    {
        var buckets = Values(text, "took_seconds_bucket");
        Assert.That(buckets, Is.Ordered);
        Assert.That(Values(text, "took_seconds_count"), Is.EqualTo(buckets.TakeLast(1)));
    }

    static List<double> Values(string text, string start) => text.Split('\n')
        .Where(line => line.StartsWith(start, StringComparison.Ordinal))
        .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToList();
}
