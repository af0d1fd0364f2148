using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

static class ReadChannel
{
    public static Channel From(JsonInput input, string name, IReadOnlyCollection<IConnectorFactory> networks)
    {
        var network = input.Text("network", required: true, check: Readings.OneOf(networks.Select(factory => factory.Network)));
        var factory = networks.FirstOrDefault(factory => factory.Network == network);
        return new(name, network ?? "", ReadSettings.From(input, factory?.Settings));
    }
}
