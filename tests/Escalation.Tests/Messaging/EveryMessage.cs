using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Escalation.Messaging;
using Escalation.Testing;
using MassTransit;

namespace Escalation.Tests.Messaging;

public class EveryMessage
{
    static readonly IReadOnlyList<Type> All = [.. typeof(PostReceived).Assembly.GetTypes().Where(type => type.GetCustomAttribute<MessageUrnAttribute>() is not null)];

    /// <summary>On the in-memory bus the outbox row goes with the receiver's commit: a second receiver might never see the message, without one it would stay for ever.</summary>
    [Test]
    public async Task Is_received_by_exactly_one_endpoint_and_consumer()
    {
        await using var setUp = SetUp.Of(SetUp.Embedded);
        await using var service = await Escalating.StartAsync(setUp);

        var bus = JsonSerializer.SerializeToNode(service.Bus.GetProbeResult())!;
        var receivers = Many(bus["Results"]!["bus"]!["host"]!["receiveEndpoint"]).SelectMany(Receivers).ToList();
        Assert.That(receivers.Select(receiver => receiver.Message), Is.EquivalentTo(All.Select(type => type.FullName)), string.Join('\n', receivers));
    }

    [Test]
    public void Has_a_name_of_its_own_that_does_not_follow_the_class()
    {
        Assert.That(All.Select(MessageTypes.Name), Is.Unique.And.All.Matches("^escalation:[a-z-]+$"));
        Assert.That(All.Select(type => MessageTypes.Find(MessageTypes.Name(type))), Is.EqualTo(All));
    }

    /// <summary>One for each consumer or saga that stands in an endpoint's pipe, by the message that leads to it.</summary>
    static IEnumerable<(string Message, string Endpoint)> Receivers(JsonNode endpoint) =>
        from filter in Many(endpoint["filters"])
        from dispatch in Many(filter["consumePipe"]?["filters"])
        let message = dispatch["outputType"]?.GetValue<string>().Split('<', '>')[1]
        where message is not null
        from receiver in Many(dispatch["consumer"]).Concat(Many(dispatch["filters"]).Where(inner => inner["filterType"]?.GetValue<string>() == "saga"))
        select (message, endpoint["name"]!.GetValue<string>());

    /// <summary>The probe writes a list of one as that one.</summary>
    static IEnumerable<JsonNode> Many(JsonNode? node) => node is JsonArray list ? list.Select(item => item!) : node is null ? [] : [node];
}
