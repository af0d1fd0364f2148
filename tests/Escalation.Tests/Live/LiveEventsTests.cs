using System.Net;
using Escalation.Questions;
using Escalation.Server.Live;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Live;

/// <summary><c>GET /events</c> loses nothing and repeats nothing, whatever order things are committed in and however slowly somebody listens.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public class LiveEventsTests(string setUp)
{
    const int Many = 3000;

    static readonly DateTimeOffset At = Some.Monday;

    TestService _service = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _service = await TestService.StartAsync(SetUp.Of(setUp), Sample.Organization());

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
    }

    [Test]
    public async Task Line_that_broke_off_goes_on_behind_its_last_event()
    {
        using (var line = await EventLine.OpenAsync(_service.Admin))
        {
            await RecordAsync("one", "two", "three");
            await line.HearAsync("three");
        }
        string second;
        using (var line = await EventLine.OpenAsync(_service.Admin))
        {
            await RecordAsync("four", "five");
            await line.HearAsync("five");
            second = line.Heard.Single(e => e.Event == "four").Id;
        }
        await RecordAsync("six", "seven");
        using var again = await EventLine.OpenAsync(_service.Admin, after: second);
        await RecordAsync("eight");
        await again.HearAsync("eight");
        Assert.That(again.Heard.Select(e => e.Event), Is.EqualTo(new[] { "five", "six", "seven", "eight" }));
    }

    [Test]
    public async Task Place_ahead_of_all_begins_now()
    {
        using var line = await EventLine.OpenAsync(_service.Admin, after: $"{1L << 60}-1");
        await RecordAsync("now");
        await line.HearAsync("now");
    }

    [TestCase("12"), TestCase("-1-2"), TestCase("1-2-3"), TestCase("one-two")]
    public async Task Place_that_is_none_is_refused_in_a_sentence(string place)
    {
        using var answer = await _service.Admin.StreamAsync("events", place);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Last-Event-ID").And.Contain("must be the id of an event"));
    }

    [Test]
    public async Task Row_whose_transaction_was_open_when_the_listener_joined_is_heard()
    {
        if (setUp == SetUp.Embedded)
            Assert.Pass("One transaction writes at a time.");
        await using var early = _service.Services.GetRequiredService<Func<EscalationDb>>()();
        await using var transaction = await early.Database.BeginTransactionAsync();
        early.Record(null, At, "early");
        await early.SaveChangesAsync();
        await RecordAsync("later");
        using var line = await EventLine.OpenAsync(_service.Admin);
        await transaction.CommitAsync();
        await line.HearAsync("early");
    }

    [Test]
    public async Task Listener_that_falls_behind_reads_on_from_its_place()
    {
        var feed = _service.Services.GetRequiredService<TimelineFeed>();
        await using var slow = await feed.JoinAsync(after: null, CancellationToken.None);
        await using var quick = await feed.JoinAsync(after: null, CancellationToken.None);
        await _service.Services.GetRequiredService<Database>().WriteAsync(db =>
        {
            for (var i = 0; i < Many; i++)
                db.Record(null, At, "ofMany");
            return Task.CompletedTask;
        });
        await RecordAsync("last");
        Assert.That(await AllAsync(quick), Has.Exactly(Many).Items);
        var late = await AllAsync(slow);
        Assert.That(late, Is.Unique);
        Assert.That(late, Has.Exactly(Many).Items, "what the feed holds for all begins behind its place");
    }

    static async Task<List<long>> AllAsync(TimelineListener listener)
    {
        var ids = new List<long>();
        while (await listener.WaitAsync(CancellationToken.None))
        {
            var entries = await listener.TakeAsync(CancellationToken.None);
            ids.AddRange(entries.Where(e => e.Event == "ofMany").Select(e => e.Id));
            if (entries.Any(e => e.Event == "last"))
                break;
        }
        return ids;
    }

    async Task RecordAsync(params string[] what)
    {
        foreach (var one in what)
        {
            await _service.Services.GetRequiredService<Database>().WriteAsync(db =>
            {
                db.Record(null, At, one);
                return Task.CompletedTask;
            });
        }
    }
}
