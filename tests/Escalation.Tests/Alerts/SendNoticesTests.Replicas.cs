using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Alerts;

public sealed partial class SendNoticesTests
{
    readonly string _name = $"test_{Guid.NewGuid():N}";
    readonly Recorder _sender = new();
    SendNotices[] _replicas = [];
    Store _store = null!;
    int _leasedByDead;

    [SetUp]
    public async Task PrepareAsync()
    {
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.CreateAsync(_name);
        _store = provider == StorageProvider.Sqlite ? await Store.NewAsync()
            : await Store.NewAsync(new StorageOptions { Provider = provider, ConnectionString = PostgreSql.ConnectionString(_name) });
        Apply("chat", "chat2");
        _replicas = [.. Enumerable.Range(0, 2).Select(_ => new SendNotices(_store.Database, new GatherNotices(_store.Database, _store.Clock),
            Settle(), _store.Organization, [_sender], _store.Signal, new LeaseOptions(), _store.Clock, NullLogger<SendNotices>.Instance))];
    }

    [TearDown]
    public async Task CleanUpAsync()
    {
        if (_store is null)
            return;
        foreach (var replica in _replicas)
            await replica.StopAsync(default);
        await _store.DisposeAsync();
        if (provider == StorageProvider.PostgreSql)
            await PostgreSql.DropAsync(_name);
    }

    SettleNotices Settle() => new(_store.Database, _store.Organization, _store.Clock, NullLogger<SettleNotices>.Instance);

    void Apply(string channel, string? other = null, string settings = "{}")
    {
        var set = new Settings(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(settings)!.ToImmutableSortedDictionary());
        _store.Organization.Set(new Applied(1, new OrganizationFile
        {
            People = [Some.Person("ann")],
            Alerts = [.. new[] { channel, other }.OfType<string>().Select(name => new AlertChannel(name, "recorded", [NoticeEvents.AlertFailed], [], set))],
        }));
    }

    async Task PassAsync(TimeSpan time)
    {
        _store.Clock.Advance(time);
        await LookAsync();
    }

    /// <summary>Both replicas take what is due, and what that leads to, until nothing is under way.</summary>
    async Task LookAsync()
    {
        await Task.WhenAll(_replicas.Select(replica => Task.Run(async () =>
        {
            while (await replica.SweepAsync(_store.Clock.GetUtcNow(), default))
            {
            }
        })));
        await Until.TrueAsync(async () => await LeasedAsync() == _leasedByDead, "what was tried is settled");
        if (await _store.Database.ReadAsync(db => db.Notices.AnyAsync(n => n.State == NoticeState.New)))
            await LookAsync();
    }

    Task<int> LeasedAsync() => _store.Database.ReadAsync(db => db.Outlets.CountAsync(o => o.LeasedUntil != null));

    Task<int> CountAsync(string state) => _store.Database.ReadAsync(db => db.Notices.CountAsync(n => n.State == state));

    sealed class Recorder : IAlertSender
    {
        readonly ConcurrentQueue<AlertMessage> _sent = [];

        public string Kind => "recorded";
        public IReadOnlyList<AlertMessage> Sent => [.. _sent];

        /// <summary>Given the number of the try, from 1.</summary>
        public Func<int, Sending> Answer { get; set; } = _ => new Sending.Taken();

        /// <summary>Before it answers, given what is sent.</summary>
        public Func<AlertMessage, CancellationToken, Task> First { get; set; } = (_, _) => Task.CompletedTask;

        public async Task<Sending> SendAsync(AlertMessage message, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
        {
            _sent.Enqueue(message);
            var count = _sent.Count;
            await First(message, cancellation);
            return Answer(count);
        }

        public Task ReachAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation) => Task.CompletedTask;
    }
}
