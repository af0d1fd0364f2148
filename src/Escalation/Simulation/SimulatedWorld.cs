using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Storage.Sqlite;
using Escalation.Timers;
using Escalation.Topics;
using MassTransit.Mediator;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Escalation.Simulation;

/// <summary>The service as <c>serve</c> puts it together, with another clock, store, bus and networks: virtual, in memory, synchronous and simulated.</summary>
sealed class SimulatedWorld : IAsyncDisposable
{
    readonly ServiceProvider _services;
    readonly SqliteConnection _store;
    readonly SynchronousBus _bus;

    SimulatedWorld(ServiceProvider services, SqliteConnection store, SynchronousBus bus)
    {
        (_services, _store, _bus) = (services, store, bus);
        // Their order is that of things at one instant (the SLA rules, section 11).
        Sweepers = [Get<EndHolds>(), Get<WatchPresence>(), Get<JudgeDeadlines>(), Get<CloseSilent>()];
    }

    public VirtualClock Clock => Get<VirtualClock>();
    public Database Database => Get<Database>();
    public IReadOnlyList<NextDueSweeper> Sweepers { get; }

    public T Get<T>() where T : class => _services.GetRequiredService<T>();

    public Task DrainAsync(CancellationToken cancellation) => _bus.DrainAsync(Get<IMediator>(), cancellation);

    public static async Task<SimulatedWorld> MakeAsync(IEnumerable<IConnectorFactory> networks, CancellationToken cancellation)
    {
        var store = new SqliteConnection("Data Source=:memory:");
        await store.OpenAsync(cancellation);
        var options = SqliteEscalationDb.Options(store);
        var bus = new SynchronousBus();
        var deliveries = new SimulatedDeliveries();
        var services = new ServiceCollection();
        services.AddSingleton<VirtualClock>().AddSingleton<TimeProvider>(provider => provider.GetRequiredService<VirtualClock>());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddEscalation(new StorageOptions(), dataDirectory: "");
        services.AddSingleton<Func<EscalationDb>>(provider => Contexts<SqliteEscalationDb>.Of(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSynchronousBus();
        services.RemoveAll<IConnectorFactory>();
        foreach (var network in networks)
            services.AddSingleton<IConnectorFactory>(new SimulatedNetwork(network.Network, network.Settings, deliveries));
        services.AddSingleton(deliveries).Replace(ServiceDescriptor.Singleton<IOutboxRelay>(bus));
        services.AddSingleton<EndHolds>().AddSingleton<WatchPresence>().AddSingleton<JudgeDeadlines>().AddSingleton<CloseSilent>();

        var world = new SimulatedWorld(services.BuildServiceProvider(), store, bus);
        await using var db = world.Database.Open();
        await db.Database.MigrateAsync(cancellation);
        return world;
    }

    /// <summary>Channels need no secrets here: nothing leaves the process.</summary>
    public async Task ApplyAsync(OrganizationFile file, CancellationToken cancellation)
    {
        var applied = await Get<ApplyOrganization>().HandleAsync(
            file with { Channels = [.. file.Channels.Select(channel => channel with { Settings = Settings.None })] }, by: "simulation", source: null, cancellation);
        await CatchUpConversations.AllAsync(Database, applied, Clock.GetUtcNow(), cancellation);
        await Get<LearnedTopics>().FollowOrganizationAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _store.DisposeAsync();
    }
}
