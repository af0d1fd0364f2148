using System.Diagnostics.Metrics;
using Escalation.Server.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Escalation.Tests.Health;

/// <summary>The exporter against text that was written by hand after the format's description.</summary>
public sealed class MetricsExported
{
    Meter _meter = null!;
    MetricsExporter _exporter = null!;

    [SetUp]
    public void Listen()
    {
        // A name of its own: meters are the whole process's.
        _meter = new Meter($"test-{Guid.NewGuid()}");
        _exporter = new MetricsExporter([_meter.Name], scope: null, NullLogger.Instance, mostSeries: 3);
    }

    [TearDown]
    public void Stop()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Test]
    public void A_counter_adds_up_by_labels_in_a_stable_order()
    {
        var posts = _meter.CreateCounter<long>("shop.posts", "{post}", "Posts taken in.");
        posts.Add(2, new Tag("channel", "wiki"), new Tag("outcome", "reply"));
        posts.Add(1, new Tag("channel", "blog"), new Tag("outcome", "question"));
        posts.Add(3, new Tag("outcome", "reply"), new Tag("channel", "wiki"));
        Expect("""
            # HELP shop_posts_total Posts taken in.
            # TYPE shop_posts_total counter
            shop_posts_total{channel="blog",outcome="question"} 1
            shop_posts_total{channel="wiki",outcome="reply"} 5

            """);
    }

    [Test]
    public void Help_and_labels_are_escaped()
    {
        var odd = _meter.CreateUpDownCounter<int>("odd", description: "a \\ b\n\"c\"");
        odd.Add(-4, new Tag("path", "C:\\x \"y\"\nz"), new Tag("is.it", true), new Tag("half", 0.5), new Tag("none", null));
        Expect("""
            # HELP odd a \\ b\n"c"
            # TYPE odd gauge
            odd{half="0.5",is_it="true",none="",path="C:\\x \"y\"\nz"} -4

            """);
    }

    [Test]
    public void A_histogram_tells_cumulative_buckets_up_to_infinity()
    {
        var took = _meter.CreateHistogram("took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        foreach (var seconds in (double[])[0.25, 0.5, 0.75, 2.5, 100, double.NaN])
            took.Record(seconds, new Tag("le", "mine"));
        Expect("""
            # TYPE took_seconds histogram
            took_seconds_bucket{exported_le="mine",le="0.5"} 2
            took_seconds_bucket{exported_le="mine",le="1"} 3
            took_seconds_bucket{exported_le="mine",le="2.5"} 4
            took_seconds_bucket{exported_le="mine",le="+Inf"} 5
            took_seconds_sum{exported_le="mine"} 104
            took_seconds_count{exported_le="mine"} 5

            """);
    }

    [Test]
    public void Without_advice_seconds_have_the_buckets_of_http_durations()
    {
        _meter.CreateHistogram<double>("wait", "s").Record(0.3);
        var bounds = _exporter.Scrape().Split('\n').Where(line => line.Contains("_bucket")).Select(line => line.Split('"')[1]);
        Assert.That(bounds, Is.EqualTo("0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10 +Inf".Split(' ')));
    }

    [Test]
    public void Observables_are_asked_at_each_scrape_and_what_they_tell_no_more_is_gone()
    {
        var states = new Dictionary<string, int> { ["open"] = 3, ["held"] = 1 };
        var total = 10.5;
        _meter.CreateObservableGauge("rows", () => states.Select(s => new Measurement<int>(s.Value, new Tag("state", s.Key))));
        _meter.CreateObservableCounter("cpu", () => total, "s");
        Expect("""
            # TYPE cpu_seconds_total counter
            cpu_seconds_total 10.5
            # TYPE rows gauge
            rows{state="held"} 1
            rows{state="open"} 3

            """);

        states.Remove("held");
        total = 11;
        Expect("""
            # TYPE cpu_seconds_total counter
            cpu_seconds_total 11
            # TYPE rows gauge
            rows{state="open"} 3

            """);
    }

    [Test]
    public void An_instrument_that_throws_is_missing_and_the_others_are_told()
    {
        _meter.CreateObservableGauge("broken", int () => throw new InvalidOperationException("no"));
        _meter.CreateObservableGauge("well", () => double.PositiveInfinity);
        _meter.CreateGauge<float>("last").Record(1);
        Expect("""
            # TYPE last gauge
            last 1
            # TYPE well gauge
            well +Inf

            """);
    }

    [Test]
    public void Label_sets_beyond_the_limit_go_into_one()
    {
        var hits = _meter.CreateCounter<int>("hits");
        for (var i = 0; i < 10; i++)
            hits.Add(1, new Tag("page", i));
        hits.Add(1, new Tag("page", 0));
        Expect("""
            # TYPE hits_total counter
            hits_total{otel_metric_overflow="true"} 7
            hits_total{page="0"} 2
            hits_total{page="1"} 1
            hits_total{page="2"} 1

            """);
    }

    [Test]
    public void Another_hosts_meters_and_other_meters_are_not_listened_to()
    {
        using var foreign = new Meter(new MeterOptions(_meter.Name) { Scope = new object() });
        using var other = new Meter("other");
        foreign.CreateCounter<int>("foreign").Add(1);
        other.CreateCounter<int>("other").Add(1);
        Expect("");
    }

    [Test]
    public void Instruments_of_one_name_are_one_metric_unless_their_types_differ()
    {
        _meter.CreateCounter<int>("a.b").Add(1);
        _meter.CreateCounter<double>("a_b").Add(0.5);
        _meter.CreateGauge<int>("a.b.total").Record(9);
        Expect("""
            # TYPE a_b_total counter
            a_b_total 1.5

            """);
    }

    [TestCase("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [TestCase("wait_seconds", "s", false, "wait_seconds")]
    [TestCase("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    [TestCase("requests_total", "{request}", true, "requests_total")]
    [TestCase("2nd--try.of it", null, false, "_2nd_try_of_it")]
    [TestCase("share", "1", false, "share")]
    public void Names_carry_their_unit(string name, string? unit, bool isCounter, string expected) =>
        Assert.That(PrometheusText.MetricName(name, unit, isCounter), Is.EqualTo(expected));

    void Expect(string text) => Assert.That(_exporter.Scrape(), Is.EqualTo(text));
}
