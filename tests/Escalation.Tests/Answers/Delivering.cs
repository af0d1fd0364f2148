using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Answers;

/// <summary>Answers on their way to networks that a test plays.</summary>
sealed class Delivering : IDisposable
{
    readonly Store _store;

    public Delivering(Store store, params (string Channel, IConnector Connector)[] channels)
    {
        _store = store;
        store.Organization.Set(new Applied(1, OrganizationFile.Empty with
        {
            People = [Some.Person("ann", "billing", capacity: 5000)],
            Channels = [.. channels.Select(c => Some.Channel with { Name = c.Channel })],
        }));
        Connectors = new ConnectorRegistry([new Network(channels.ToDictionary(c => c.Channel, c => c.Connector))], store.Organization, store.Clock, NullLogger<ConnectorRegistry>.Instance);
        Settle = new SettleDelivery(store.Database, store.Organization, store.Clock);
    }

    public ConnectorRegistry Connectors { get; }
    public SettleDelivery Settle { get; }

    /// <summary>With its conversation, which Ann has accepted, and its question.</summary>
    public async Task<Answer> AnswerAsync(string channel = "site", Action<Answer>? change = null, string state = ConversationState.Accepted)
    {
        var now = _store.Clock.GetUtcNow();
        var conversation = Some.Conversation("billing", "ann", state, channel);
        (conversation.Id, conversation.OrganizationVersion) = (Ids.New(now), 1);
        var question = $"{conversation.Id}";
        var answer = new Answer
        {
            Id = Ids.New(now), ConversationId = conversation.Id, Channel = channel, Text = "Yes.", By = "ann", InReplyTo = question, SubmittedAt = now, NextAttemptAt = now,
        };
        change?.Invoke(answer);
        await _store.AddAsync(conversation, answer, new Post
        {
            Id = Ids.New(now), ConversationId = conversation.Id, Channel = channel, NetworkId = question, Text = "?", AuthorId = "zoe", AuthorName = "Zoe",
            ReceivedAt = answer.SubmittedAt.AddSeconds(-1), ByAsker = true,
        });
        return answer;
    }

    public async Task<Answer> SeeAsync(Answer answer) => (await _store.AllAsync<Answer>()).Single(a => a.Id == answer.Id);

    public async Task<Conversation> ConversationAsync(Answer answer) => (await _store.AllAsync<Conversation>()).Single(c => c.Id == answer.ConversationId);

    public static Delivery.Delivered Posted(string id = "n1") => new([new DeliveredPart(id, null)]);

    public void Dispose() => Connectors.Dispose();

    sealed class Network(Dictionary<string, IConnector> channels) : IConnectorFactory
    {
        string IConnectorFactory.Network => Some.Channel.Network;
        public IReadOnlyList<SettingDefinition> Settings => [];
        public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => channels[channel];
    }
}
