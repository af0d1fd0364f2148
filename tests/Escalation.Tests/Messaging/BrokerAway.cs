using Escalation.Testing;
using Microsoft.Extensions.Configuration;

namespace Escalation.Tests.Messaging;

public class BrokerAway
{
    const int Posts = 20;

    [Test]
    public async Task Posts_are_acknowledged_and_wait_until_the_broker_is_back()
    {
        var setUp = SetUp.Of(SetUp.Servers);
        var broker = new Uri(setUp.Settings["Bus:ConnectionString"]!);
        await using var wire = new Cuttable(broker.Host, broker.Port);
        await using var service = await TestService.StartAsync(setUp, Sample.Organization(capacity: 100), configure: builder => builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Bus:ConnectionString"] = new UriBuilder(broker) { Port = wire.Port }.Uri.ToString() }));
        await service.Admin.InStateAsync(await AskAsync(service, "before"), "assigned");

        wire.Cut();
        var ids = await Task.WhenAll(Enumerable.Range(0, Posts).Select(i => AskAsync(service, $"p{i}")));
        foreach (var id in ids)
            Assert.That((await service.Admin.ConversationAsync(id))["state"]!.GetValue<string>(), Is.EqualTo("received"));

        wire.Mend();
        foreach (var id in ids)
        {
            var conversation = await service.Admin.InStateAsync(id, "assigned");
            Assert.That(conversation["timeline"]!.AsArray().Count(e => e!["event"]!.GetValue<string>() == "assigned"), Is.EqualTo(1));
        }
    }

    /// <summary>Fails unless it is answered with 2xx.</summary>
    static Task<string> AskAsync(TestService service, string id) => service.Admin.AskAsync(Sample.Channel, id, "My invoice is wrong", author: id);
}
