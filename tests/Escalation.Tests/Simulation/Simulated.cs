using Escalation.Connectors;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Simulation;
using Escalation.Tests.Organization;

namespace Escalation.Tests.Simulation;

/// <summary>What <c>simulate</c> does with two files, in this process: the same reading, the same output.</summary>
static class Simulated
{
    public static readonly IReadOnlyList<IConnectorFactory> Networks = [new FakeNetwork("webhook")];

    public sealed record Result(IReadOnlyList<string> Output, IReadOnlyList<string> Refused);

    /// <param name="organizationAt">The organization to which an event changes over, by the path in the event; null: there is none.</param>
    public static async Task<Result> RunAsync(string organization, IEnumerable<string> events, Func<string, string?>? organizationAt = null)
    {
        var file = Organization(organization);
        var read = Read(file, events, organizationAt);
        Assert.That(read.Faults, Is.Empty, "the events can be read");
        List<string> output = [], refused = [];
        await using var simulator = await Simulator.StartAsync(Networks, output.Add, refused.Add, CancellationToken.None);
        await simulator.RunAsync(file, read.Value!, CancellationToken.None);
        return new(output, refused);
    }

    public static OrganizationFile Organization(string json)
    {
        var read = OrganizationReader.Read(json, Networks);
        Assert.That(read.Faults, Is.Empty, "the organization can be read");
        return read.Value!;
    }

    public static ReadResult<IReadOnlyList<SimulatedEvent>> Read(OrganizationFile file, IEnumerable<string> events, Func<string, string?>? organizationAt = null) =>
        ReadEvents.From(events, file, path => organizationAt?.Invoke(path) is { } json ? OrganizationReader.Read(json, Networks) : ReadResult<OrganizationFile>.Failed("there is no such file"));
}
