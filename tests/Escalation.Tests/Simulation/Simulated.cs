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

    /// <param name="folder">Where the organizations are to which an event changes over.</param>
    public static async Task<Result> RunAsync(string organization, IEnumerable<string> events, string folder = "")
    {
        var file = Organization(organization);
        var read = Read(file, events, folder);
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

    public static ReadResult<IReadOnlyList<SimulatedEvent>> Read(OrganizationFile file, IEnumerable<string> events, string folder = "") =>
        ReadEvents.From(events, file, path => OrganizationReader.Read(File.ReadAllText(Path.Combine(folder, path)), Networks));
}
