using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Answers;

/// <summary>Answers on their way to networks that a test plays.</summary>
sealed class Delivering : IDisposable
{
    public static readonly Actor Olga = new("olga", new HashSet<Role> { Role.Ops, Role.Manager }, null);

    readonly Store _store;
    readonly List<DeliverySweeper> _sweepers = [];

    public Delivering(Store store, params (string Channel, IConnector Connector)[] channels)
    {
        _store = store;
        store.Organization.Set(new Applied(1, OrganizationFile.Empty with
        {
            People = [Some.Person("ann", "billing", capacity: 5000)],
            Channels = [.. channels.Select(c => Some.Channel with { Name = c.Channel })],
        }));
        Connectors = Registry(store, channels);
        Held = Holding(store);
        Settle = Settling(store);
        Claims = new ClaimAnswers(store.Database, Leases, store.Clock);
        Attempts = new RecordAttempts(Held, Settle, Leases, store.Clock);
        PutOff = new PutOffDelivery(Held, store.Database, Settle, store.Clock);
        Deliver = By(store.Clock);
        Work = new AnswerWork(store.Database, store.Clock);
    }

    public LeaseOptions Leases { get; } = new();
    public ConnectorRegistry Connectors { get; }
    public HeldAnswers Held { get; }
    public ClaimAnswers Claims { get; }
    public RecordAttempts Attempts { get; }
    public SettleDelivery Settle { get; }
    public PutOffDelivery PutOff { get; }
    public DeliverAnswer Deliver { get; }
    public AnswerWork Work { get; }

    public static HeldAnswers Holding(Store store) => new(store.Database, NullLogger<HeldAnswers>.Instance);

    public static SettleDelivery Settling(Store store) => new(Holding(store), store.Organization, store.Clock);

    public static ConnectorRegistry Registry(Store store, params (string Channel, IConnector Connector)[] channels) =>
        new([new Network(channels.ToDictionary(c => c.Channel, c => c.Connector))], store.Organization, store.Clock, NullLogger<ConnectorRegistry>.Instance);

    public DeliverAnswer By(TimeProvider time) => new(_store.Database, Connectors, Attempts, Settle, Leases, time);

    public DeliverySweeper Sweeper()
    {
        _sweepers.Add(new DeliverySweeper(Claims, Deliver, PutOff, _store.Signal, _store.Clock, NullLogger<DeliverySweeper>.Instance));
        return _sweepers[^1];
    }

    public async Task<AnswerClaim> ClaimAsync(Answer answer) => (await Claims.OneAsync(answer.Id, default))!.Value;

    /// <summary>As when the lease of whoever had it is up and another process takes it.</summary>
    public async Task<AnswerClaim> TakeOverAsync(Answer answer)
    {
        _store.Clock.Advance(Leases.Delivery + TimeSpan.FromSeconds(1));
        return await ClaimAsync(answer);
    }

    /// <summary>With its conversation, which Ann has accepted, and its question.</summary>
    public async Task<Answer> AnswerAsync(string channel = "site", Action<Answer>? change = null, string state = ConversationState.Accepted, params string?[] outcomes)
    {
        var now = _store.Clock.GetUtcNow();
        var conversation = Some.Conversation("billing", "ann", state, channel);
        (conversation.Id, conversation.OrganizationVersion) = (Ids.New(now), 1);
        var question = $"{conversation.Id}";
        var answer = new Answer
        {
            Id = Ids.New(now), ConversationId = conversation.Id, Channel = channel, Text = "Yes.", By = "ann", InReplyTo = question,
            SubmittedAt = now, QueuedAt = now, NextAttemptAt = now, Attempts = outcomes.Length,
        };
        change?.Invoke(answer);
        var attempts = outcomes.Select((outcome, i) => new DeliveryAttempt { AnswerId = answer.Id, Number = i + 1, StartedAt = now, EndedAt = outcome is null ? null : now, Outcome = outcome });
        await _store.AddAsync([conversation, answer, .. attempts, new Post
        {
            Id = Ids.New(now), ConversationId = conversation.Id, Channel = channel, NetworkId = question, Text = "?", AuthorId = "zoe", AuthorName = "Zoe",
            ReceivedAt = answer.SubmittedAt.AddSeconds(-1), ByAsker = true,
        }]);
        return answer;
    }

    public async Task<Answer> SeeAsync(Answer answer) => (await _store.AllAsync<Answer>()).Single(a => a.Id == answer.Id);

    public async Task<Conversation> ConversationAsync(Answer answer) => (await _store.AllAsync<Conversation>()).Single(c => c.Id == answer.ConversationId);

    public Task<Answer> SettledAsync(Answer answer) => Until.SeenAsync(() => SeeAsync(answer), a => a.Claim is null, "the try is settled");

    public static Delivery.Delivered Posted(string id = "n1") => new([new DeliveredPart(id, null)]);

    public void Dispose()
    {
        _sweepers.ForEach(sweeper => sweeper.Dispose());
        Connectors.Dispose();
    }

    sealed class Network(Dictionary<string, IConnector> channels) : IConnectorFactory
    {
        string IConnectorFactory.Network => Some.Channel.Network;
        public IReadOnlyList<SettingDefinition> Settings => [];
        public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) =>
            channels.TryGetValue(channel, out var connector) ? connector : throw new InvalidOperationException("its setting is wrong");
    }
}
