using Escalation.Administration;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Questions;

public class TakeSignedOnceTests
{
    Store _store = null!;
    int _taken;

    [SetUp]
    public async Task StartAsync() => (_store, _taken) = (await Store.NewAsync(), 0);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task The_same_request_again_gets_the_first_answer_and_is_not_taken_again()
    {
        var first = await TakeAsync("m1", "a");
        Assert.That(await TakeAsync("m1", "a"), Is.EqualTo(first! with { Duplicate = true }));
        Assert.That(await TakeAsync("m1", "b"), Is.Null, "another content under that id");
        Assert.That((await TakeAsync("m2", "a"))!.Duplicate, Is.False, "another id");
        Assert.That((await TakeAsync("m1", "b", channel: "app"))!.Duplicate, Is.False, "another channel");
        Assert.That(_taken, Is.EqualTo(3));
    }

    [Test]
    public async Task A_request_that_failed_may_come_again()
    {
        Assert.That(() => _store.Database.WriteAsync(db => db.TakeSignedOnceAsync("site", "m1", "a"u8.ToArray(), () => throw new InvalidOperationException(), default)), Throws.InvalidOperationException);
        Assert.That((await TakeAsync("m1", "a"))!.Duplicate, Is.False);
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task After_a_day_it_is_forgotten(int ticks, bool isNew)
    {
        await TakeAsync("m1", "a");
        _store.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(ticks));
        Assert.That((await TakeAsync("m1", "a"))!.Duplicate, Is.Not.EqualTo(isNew));
    }

    [Test]
    public async Task What_is_forgotten_goes_from_the_table()
    {
        await TakeAsync("m1", "a");
        _store.Clock.Advance(TimeSpan.FromHours(23.5));
        await TakeAsync("m2", "a");
        using var retention = new Retention(_store.Database, new RetentionOptions(), _store.Organization, _store.Clock, NullLogger<Retention>.Instance);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        foreach (var (_, batch) in retention.Kinds())
            await batch(CancellationToken.None);
        Assert.That(await _store.AllAsync<SignedRequest>(), Has.Count.EqualTo(1));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public async Task Posts_without_a_conversation_go_after_thirty_days(int ticks, int left)
    {
        await new Receiving(_store).PostAsync(Some.Post("o1", author: "us", inReplyTo: "p1") with { Ours = true });
        _store.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromTicks(ticks));
        using var retention = new Retention(_store.Database, new RetentionOptions(), _store.Organization, _store.Clock, NullLogger<Retention>.Instance);
        foreach (var (_, batch) in retention.Kinds())
            await batch(CancellationToken.None);
        Assert.That(await _store.AllAsync<Post>(), Has.Count.EqualTo(left));
    }

    Task<ReceivePost.Received?> TakeAsync(string id, string content, string channel = "site") => _store.Database.WriteAsync(db =>
        db.TakeSignedOnceAsync(channel, id, System.Text.Encoding.UTF8.GetBytes(content), () =>
        {
            _taken++;
            return Task.FromResult(new ReceivePost.Received(Guid.NewGuid(), Duplicate: false));
        }, CancellationToken.None));
}
