using Escalation.Alerts;
using Escalation.Testing;

namespace Escalation.Tests.Alerts;

public sealed partial class SendNoticesTests
{
    readonly TaskCompletionSource _release = new();

    static readonly Dictionary<string, Func<SettleNotices, Outlet, Task>> Writes = new()
    {
        ["sent"] = (settle, tried) => settle.SentAsync(tried),
        ["dropped"] = (settle, tried) => settle.DropAsync(tried, "no_service"),
        ["put off"] = (settle, tried) => settle.PutOffAsync(tried, "away", null),
        ["removed"] = (settle, tried) => settle.RemoveAsync(tried, 1),
        ["released"] = (settle, tried) => settle.ReleaseAsync(tried),
    };

    static IEnumerable<string> Written => Writes.Keys;

    [TestCaseSource(nameof(Written))]
    public async Task A_sender_whose_message_was_taken_over_writes_nothing(string write)
    {
        await _store.AddAsync(Alerting.Notice());
        var gather = new GatherNotices(_store.Database, _store.Clock);
        await gather.LineUpAsync(default);
        var former = await gather.ClaimAsync(TimeSpan.FromMinutes(1), [], default);
        _store.Clock.Advance(TimeSpan.FromSeconds(61));
        var holder = await gather.ClaimAsync(TimeSpan.FromMinutes(1), [], default);
        await Writes[write](Settle(), former!);
        Assert.That((await _store.AllAsync<Outlet>()).Single(), Has.Property("Claim").EqualTo(holder!.Claim).And.Property("LeasedUntil").EqualTo(holder.LeasedUntil)
            .And.Property("Message").EqualTo(holder.Message).And.Property("Problem").Null);
        Assert.That(await CountAsync(NoticeState.Waiting), Is.EqualTo(1));
    }

    [Test]
    public async Task Readers_of_a_channel_that_hangs_keep_no_other_channel_waiting()
    {
        _sender.First = (message, cancel) => message.Channel == "chat" ? _release.Task.WaitAsync(cancel) : Task.CompletedTask;
        for (var i = 0; i < 30; i++)
            await _store.AddAsync(Alerting.Notice(reader: $"reader{i:00}"));
        await SweepAsync(_replicas[0]);
        await _store.AddAsync(Alerting.Notice(channel: "chat2"));
        await SweepAsync(_replicas[0]);
        await Until.TrueAsync(() => Task.FromResult(_sender.Sent.Any(m => m.Channel == "chat2")), "the other is told");
        Assert.That(_sender.Sent.Count(m => m.Channel == "chat"), Is.EqualTo(4));
        _release.SetResult();
        await Until.TrueAsync(async () =>
        {
            await SweepAsync(_replicas[0]);
            return await CountAsync(NoticeState.Sent) == 31;
        }, "all are told");
    }

    [Test]
    public async Task An_orderly_stop_lets_a_message_be_sent()
    {
        _sender.First = (_, cancel) => _release.Task.WaitAsync(cancel);
        await _store.AddAsync(Alerting.Notice());
        await _replicas[0].StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(_sender.Sent.Count == 1), "it is under way");
        var stopped = _replicas[0].StopAsync(default);
        _release.SetResult();
        await stopped;
        Assert.That(await CountAsync(NoticeState.Sent), Is.EqualTo(1));
    }

    [Test]
    public async Task A_message_that_a_stop_breaks_off_may_be_sent_by_another_at_once()
    {
        _sender.First = (_, cancel) => _release.Task.WaitAsync(cancel);
        await _store.AddAsync(Alerting.Notice());
        await _replicas[0].StartAsync(default);
        await Until.TrueAsync(() => Task.FromResult(_sender.Sent.Count == 1), "it is under way");
        await _replicas[0].StopAsync(new CancellationToken(canceled: true));
        _release.SetResult();
        await SweepAsync(_replicas[1]);
        await Until.TrueAsync(async () => await CountAsync(NoticeState.Sent) == 1, "another sends it");
        Assert.That(_sender.Sent.Select(m => m.Id).Distinct().Count(), Is.EqualTo(1));
    }

    async Task SweepAsync(SendNotices replica)
    {
        while (await replica.SweepAsync(_store.Clock.GetUtcNow(), default))
        {
        }
    }
}
