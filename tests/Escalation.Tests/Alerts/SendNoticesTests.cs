using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Tests.Alerts;

/// <summary>When messages go out, and what they carry, on two replicas that look at the same time.</summary>
[TestFixture(StorageProvider.Sqlite)]
[TestFixture(StorageProvider.PostgreSql)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class SendNoticesTests(StorageProvider provider)
{
    [Test]
    public async Task Ten_thousand_at_once_are_one_message_and_what_follows_soon_is_the_next()
    {
        // A burst takes a while to be written; its end is waited for.
        foreach (var part in Alerting.Burst(10_000).Chunk(2_500))
        {
            await _store.AddAsync([.. part]);
            await LookAsync();
            Assert.That(_sender.Sent, Is.Empty);
            await PassAsync(TimeSpan.FromSeconds(0.5));
        }
        await PassAsync(TimeSpan.FromSeconds(0.5));
        Assert.That(_sender.Sent.Select(m => (m.Total, m.More)), Is.EqualTo(new[] { (10_000, 9_980) }));
        Assert.That(_sender.Sent[0].First.Select(n => n.Text), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"Breach {i}")));
        Assert.That(await CountAsync(NoticeState.Sent), Is.EqualTo(10_000));

        for (var second = 0; second < 29; second++)
        {
            await _store.AddAsync(Alerting.Notice());
            await PassAsync(TimeSpan.FromSeconds(1));
        }
        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.That(_sender.Sent.Select(m => m.Total), Is.EqualTo(new[] { 10_000, 29 }));
        await PassAsync(TimeSpan.FromMinutes(5));
        Assert.That(_sender.Sent, Has.Count.EqualTo(2), "nothing is said twice");
        Assert.That(await _replicas[0].NextDueAsync(default), Is.Null, "nothing is waited for");
        await _store.AddAsync(Alerting.Notice());
        await LookAsync();
        Assert.That(_sender.Sent.Select(m => m.Total), Is.EqualTo(new[] { 10_000, 29, 1 }), "who was quiet for long is told at once");
    }

    [Test]
    public async Task Each_reader_and_each_channel_has_its_own_messages()
    {
        await _store.AddAsync(Alerting.Notice(reader: "ann"), Alerting.Notice(reader: "bob"), Alerting.Notice(), Alerting.Notice(channel: "chat2"), Alerting.Notice(reader: "ann"));
        await LookAsync();
        Assert.That(_sender.Sent.Select(m => (m.Channel, m.Reader, m.Person?.Name, m.Total)), Is.EquivalentTo(new[]
            { ("chat", "ann", "ann", 2), ("chat", "bob", null, 1), ("chat", "", null, 1), ("chat2", "", (string?)null, 1) }));
    }

    [Test]
    public async Task What_is_not_taken_is_tried_less_and_less_often_as_the_same_message()
    {
        _sender.Answer = tries => tries <= 3 ? throw new HttpRequestException("The host is away.") : new Sending.Taken();
        await _store.AddAsync(Alerting.Notice("first"));
        await LookAsync();
        var outlet = (await _store.AllAsync<Outlet>()).Single();
        Assert.That((outlet.Problem, outlet.Attempts, outlet.NextAt), Is.EqualTo(("The host is away.", 1, (DateTimeOffset?)Some.Monday.AddSeconds(10))));

        await _store.AddAsync(Alerting.Notice("second"));
        await PassAsync(TimeSpan.FromSeconds(9));
        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
        foreach (var wait in (int[])[1, 20, 40])
            await PassAsync(TimeSpan.FromSeconds(wait));
        Assert.That(_sender.Sent.Select(m => (m.Id == _sender.Sent[0].Id, m.At, m.Headline)), Is.EqualTo(Enumerable.Repeat((true, Some.Monday, "first"), 4)));
        await PassAsync(SendNotices.Interval);
        Assert.That((_sender.Sent[^1].Headline, _sender.Sent.Count), Is.EqualTo(("second", 5)));
        outlet = (await _store.AllAsync<Outlet>()).Single();
        Assert.That((outlet.Problem, outlet.FailingSince, outlet.Message), Is.EqualTo(((string?)null, (DateTimeOffset?)null, (Guid?)null)));
    }

    [Test]
    public async Task Who_asks_to_be_left_in_peace_is()
    {
        _sender.Answer = tries => tries == 1 ? throw new TryLaterException("busy", TimeSpan.FromHours(1)) : new Sending.Taken();
        await _store.AddAsync(Alerting.Notice());
        await LookAsync();
        await PassAsync(TimeSpan.FromMinutes(59));
        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.That(await CountAsync(NoticeState.Sent), Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_day_it_is_given_up_and_people_were_told_once()
    {
        Apply("chat");
        _sender.Answer = _ => throw new HttpRequestException("The host is away.");
        await _store.AddAsync(Alerting.Notice(reader: "ann"), Alerting.Notice(reader: "bob"));
        for (var minutes = 0; minutes < 24 * 60 + 30; minutes += 10)
        {
            Assert.That(await _store.AllAsync<Alert>(), Has.Count.EqualTo(minutes <= 10 ? 0 : 1), $"after {minutes} minutes");
            await LookAsync();
            _store.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        var alert = (await _store.AllAsync<Alert>()).First();
        Assert.That((alert.Kind, alert.Text), Is.EqualTo((AlertKinds.AlertFailed, "The alert channel chat fails: The host is away.")));
        Assert.That((await _store.AllAsync<Notice>()).Where(n => n.Reader != ""), Has.All.Property("State").EqualTo(NoticeState.Dropped)
            .And.All.Property("Problem").EqualTo("Not sent within a day. Last problem: The host is away."));
        Assert.That(_sender.Sent, Has.Count.LessThan(400));
    }

    [Test]
    public async Task What_is_refused_is_dropped_and_told_by_the_other_channels_until_it_works_again()
    {
        _sender.Answer = _ => _sender.Sent[^1].Channel == "chat" ? new Sending.Refused("no_service") : new Sending.Taken();
        for (var i = 0; i < 3; i++)
        {
            await _store.AddAsync(Alerting.Notice());
            await LookAsync();
            await PassAsync(TimeSpan.FromMinutes(1));
        }
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Text), Is.EqualTo(new[] { "The alert channel chat fails: no_service" }));
        Assert.That(_sender.Sent.Where(m => m.Channel == "chat2").Select(m => m.Headline), Is.EqualTo(new[] { "The alert channel chat fails: no_service" }));
        Assert.That((await _store.AllAsync<Notice>()).Where(n => n.Channel == "chat"), Has.Exactly(3).Items.And.All.Property("Problem").EqualTo("no_service"));

        _sender.Answer = _ => new Sending.Taken();
        await _store.AddAsync(Alerting.Notice());
        await LookAsync();
        _sender.Answer = _ => new Sending.Refused("gone");
        await PassAsync(TimeSpan.FromMinutes(1));
        await _store.AddAsync(Alerting.Notice());
        await LookAsync();
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Text), Has.Exactly(2).StartsWith("The alert channel chat fails"), "the next outage is told anew");
    }

    [Test]
    public async Task A_channel_that_was_removed_gets_nothing_more_once_that_is_sure()
    {
        await _store.AddAsync(Alerting.Notice(channel: "gone"), new OrganizationVersion { Number = 2, Hash = "", Json = "{}", AppliedAt = Some.Monday, AppliedBy = "mia" });
        await LookAsync();
        Assert.That(await CountAsync(NoticeState.Waiting), Is.EqualTo(1), "a newer organization may have it");
        Apply("chat");
        _store.Organization.Set(_store.Organization.Now with { Version = 2 });
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.That((await _store.AllAsync<Notice>()).Select(n => (n.State, n.Problem)), Is.EqualTo(new[] { (NoticeState.Dropped, "The alert channel gone is not there any more.") }));
        Assert.That(_sender.Sent, Is.Empty);
    }

    [Test]
    public async Task A_message_whose_process_died_is_taken_over_under_the_same_id()
    {
        await _store.AddAsync(Alerting.Notice());
        var gather = new GatherNotices(_store.Database, _store.Clock);
        await gather.LineUpAsync(default);
        var dead = await gather.ClaimAsync(TimeSpan.FromMinutes(1), [], default);
        _leasedByDead = 1;
        await LookAsync();
        Assert.That(_sender.Sent, Is.Empty, "it may live yet");
        _leasedByDead = 0;
        await PassAsync(TimeSpan.FromSeconds(61));
        Assert.That(_sender.Sent.Select(m => m.Id), Is.EqualTo(new[] { dead!.Message }));
    }

    [Test]
    public async Task A_setting_that_is_not_to_be_had_is_a_problem_to_mend()
    {
        Apply("chat", "chat2", """{"url": "env:ESCALATION_TEST_NOT_SET"}""");
        await _store.AddAsync(Alerting.Notice());
        await LookAsync();
        Assert.That((await _store.AllAsync<Outlet>()).Single().Problem, Is.EqualTo("alert 'chat', setting 'url': the environment variable ESCALATION_TEST_NOT_SET is not set"));
    }
}
