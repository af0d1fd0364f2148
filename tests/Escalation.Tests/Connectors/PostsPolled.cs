using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Connectors;

public class PostsPolled
{
    Store _store = null!;
    Network _network = null!;

    [SetUp]
    public async Task StartAsync() => (_store, _network) = (await Store.NewAsync(), new Network());

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_channel_is_asked_for_what_came_since_it_is_in_force_however_late_the_first_good_poll()
    {
        await ApplyAsync();
        _store.Clock.Advance(TimeSpan.FromHours(3));
        await ApplyAsync(Some.Topic("billing"));
        await PollAsync();
        Assert.That(_network.Asked, Is.EqualTo(((string?)null, Some.Monday)));
    }

    [Test]
    public async Task One_post_that_cannot_be_kept_does_not_stop_the_others()
    {
        _network.News = [Some.Post("p1"), Some.Post(new string('i', 600)), Some.Post("p2", "\u200b"), Some.Post("p3")];
        await ApplyAsync();
        await PollAsync();
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.NetworkId), Is.EqualTo(new[] { "p1", "p3" }));
    }

    Task ApplyAsync(params Topic[] topics) => new ApplyOrganization(_store.Database, _store.Organization, _store.Clock)
        .HandleAsync(OrganizationFile.Empty with { Topics = [.. topics], Channels = [Some.Channel] }, "test", null, CancellationToken.None);

    /// <summary>Once, until the cursor is written.</summary>
    async Task PollAsync()
    {
        using var connectors = new ConnectorRegistry([_network], _store.Organization, _store.Clock, NullLogger<ConnectorRegistry>.Instance);
        using var polling = new PollChannels(_store.Database, connectors, new ReceivePost(_store.Organization, _store.Clock), new LeaseOptions(), _store.Clock, NullLogger<PollChannels>.Instance);
        await polling.StartAsync(CancellationToken.None);
        await Until.SeenAsync(async () => (await _store.AllAsync<ChannelCursor>()).Single().Cursor, cursor => cursor == "next", "The cursor is written");
        await polling.StopAsync(CancellationToken.None);
    }

    sealed class Network : IConnectorFactory, IPollingConnector
    {
        public InboundPost[] News { get; set; } = [];
        public (string? Cursor, DateTimeOffset Since) Asked { get; private set; }

        string IConnectorFactory.Network => Some.Channel.Network;
        public IReadOnlyList<SettingDefinition> Settings => [];
        public TimeSpan PollInterval => TimeSpan.FromHours(1);

        public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => this;

        public Task<Polled> PollAsync(string? cursor, DateTimeOffset since, CancellationToken cancellation)
        {
            Asked = (cursor, since);
            return Task.FromResult(new Polled(News, "next"));
        }

        public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
