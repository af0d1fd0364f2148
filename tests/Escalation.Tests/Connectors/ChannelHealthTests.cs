using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Connectors;

/// <summary>A channel that fails is told once for each stretch of failures, and only when it lasts.</summary>
public class ChannelHealthTests
{
    Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.NewAsync();

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Failures_are_told_once_after_five_minutes_and_again_after_a_success()
    {
        await FailAsync();
        await FailAsync(after: TimeSpan.FromMinutes(4));
        Assert.That(await AlertsAsync(), Is.Empty);
        await FailAsync(after: TimeSpan.FromMinutes(1));
        await FailAsync(after: TimeSpan.FromHours(10));
        Assert.That(await AlertsAsync(), Has.One.Items.And.All.Contains("site").And.All.Contains("2026-11-23 09:00:00Z"));

        await ChangeAsync(cursor => cursor.Succeeded(_store.Clock.GetUtcNow()));
        var cursor = (await _store.AllAsync<ChannelCursor>()).Single();
        Assert.That((cursor.Failures, cursor.Problem, cursor.FailingSince, cursor.LastSuccessAt), Is.EqualTo((0, (string?)null, (DateTimeOffset?)null, (DateTimeOffset?)_store.Clock.GetUtcNow())));
        await FailAsync();
        await FailAsync(after: TimeSpan.FromMinutes(5));
        Assert.That(await AlertsAsync(), Has.Exactly(2).Items);
    }

    [Test]
    public async Task Channel_that_cannot_be_connected_is_told_like_one_whose_polls_fail()
    {
        _store.Organization.Set(new Applied(1, OrganizationFile.Empty with { Channels = [new Channel("site", "unknown", Settings.None)] }));
        using var registry = new ConnectorRegistry([], _store.Organization, _store.Clock, NullLogger<ConnectorRegistry>.Instance);
        using var watch = new WatchChannels(_store.Database, registry, _store.Organization, _store.Clock, NullLogger<WatchChannels>.Instance);
        for (var minute = 0; minute < 10; minute++, _store.Clock.Advance(TimeSpan.FromMinutes(1)))
            await watch.LookAsync(CancellationToken.None);
        Assert.That(await AlertsAsync(), Has.One.Items);

        _store.Organization.Set(new Applied(2, OrganizationFile.Empty));
        await watch.LookAsync(CancellationToken.None);
        Assert.That((await _store.AllAsync<ChannelCursor>()).Single().FailingSince, Is.Null);
    }

    async Task FailAsync(TimeSpan after = default)
    {
        _store.Clock.Advance(after);
        await _store.Database.WriteAsync(async db => (await CursorAsync(db)).Failed(db, OrganizationFile.Empty, "It does not answer.", _store.Clock.GetUtcNow()));
    }

    Task ChangeAsync(Action<ChannelCursor> change) => _store.Database.WriteAsync(async db => change(await CursorAsync(db)));

    static async Task<ChannelCursor> CursorAsync(Escalation.Storage.EscalationDb db) =>
        await db.ChannelCursors.SingleOrDefaultAsync() ?? db.ChannelCursors.Add(new ChannelCursor { Channel = "site" }).Entity;

    async Task<IEnumerable<string>> AlertsAsync() => (await _store.AllAsync<Alert>()).Where(a => a.Kind == AlertKinds.ChannelFailed).Select(a => a.Text);
}
