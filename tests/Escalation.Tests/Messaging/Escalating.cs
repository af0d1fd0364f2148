using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Tests.Messaging;

/// <summary>The service without its web side: database, bus and all that works by itself, on one of the set-ups.</summary>
sealed class Escalating : IAsyncDisposable
{
    readonly IHost _host;
    readonly Complaints _complaints;

    Escalating(IHost host, Complaints complaints)
    {
        (_host, _complaints) = (host, complaints);
        Bus.ConnectPublishObserver(Seen);
        Bus.ConnectReceiveObserver(Seen);
    }

    public Deliveries Seen { get; } = new();

    public IBusControl Bus => _host.Services.GetRequiredService<IBusControl>();
    public Database Database => _host.Services.GetRequiredService<Database>();
    public ReceivePost ReceivePost => _host.Services.GetRequiredService<ReceivePost>();
    public ApplyOrganization ApplyOrganization => _host.Services.GetRequiredService<ApplyOrganization>();
    public Func<EscalationDb> Contexts => _host.Services.GetRequiredService<Func<EscalationDb>>();

    /// <param name="configure">Comes last, so that it can put something else in the place of a part.</param>
    public static async Task<Escalating> StartAsync(
        SetUp setUp, TimeProvider? time = null, OrganizationFile? organization = null, Action<IServiceCollection>? configure = null)
    {
        var complaints = new Complaints();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(complaints).SetMinimumLevel(LogLevel.Warning);
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddEscalation(Storage(setUp), setUp.Data.FullName);
        builder.Services.AddWorkers(Section<BusOptions>(setUp, "Bus"));
        configure?.Invoke(builder.Services);

        var started = new Escalating(builder.Build(), complaints);
        await using (var db = started.Contexts())
            await db.Database.MigrateAsync();
        await started._host.Services.GetRequiredService<FollowOrganization>().LoadAsync(CancellationToken.None);
        if (organization is not null)
            await started.ApplyOrganization.HandleAsync(organization, "test", null, CancellationToken.None);
        await started._host.StartAsync();
        // A bus that is told to stop while it still starts would go on by itself, and take messages that nobody handles.
        await started.Bus.WaitForHealthStatus(BusHealthStatus.Healthy, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        return started;
    }

    public static StorageOptions Storage(SetUp setUp) => Section<StorageOptions>(setUp, "Storage");

    static T Section<T>(SetUp setUp, string name) where T : new() =>
        new ConfigurationBuilder().AddInMemoryCollection(setUp.Settings).Build().GetSection(name).Get<T>() ?? new T();

    public Task<ReceivePost.Received> PostAsync(InboundPost post) =>
        Database.WriteAsync(db => ReceivePost.HandleAsync(db, Some.Channel, post, CancellationToken.None));

    public Task AddAsync(params object[] rows) => Database.WriteAsync(db =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    });

    public Task<Conversation> ConversationAsync(Guid id) => Database.ReadAsync(db => db.Conversations.SingleAsync(c => c.Id == id));

    public Task<Conversation> SeenAsync(Guid id, Func<Conversation, bool> isIt, string what) => Until.SeenAsync(() => ConversationAsync(id), isIt, what);

    public Task<int> CountAsync(string what) => Database.ReadAsync(db => db.Timeline.CountAsync(e => e.Event == what));

    public Task PublishAsync(object message, Guid? messageId = null) =>
        Bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = messageId ?? NewId.NextGuid()));

    /// <summary>Until all that was committed is published, and all that was published is taken: whatever follows has happened.</summary>
    public Task QuietAsync() => Until.SeenAsync(() => Database.ReadAsync(async db =>
    {
        var waiting = await db.Outbox.Select(message => message.Type).ToListAsync();
        var taken = await db.Inbox.Select(entry => entry.MessageId).ToListAsync();
        return string.Join(", ", waiting.Concat(Seen.Published.ExceptBy(taken, published => published.Key).Select(published => $"{published}")));
    }), left => left.Length == 0, "All messages are taken");

    /// <summary>A service that stops leaves nothing undone and complains of nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Assert.That(_complaints.All, Is.Empty);
    }
}
