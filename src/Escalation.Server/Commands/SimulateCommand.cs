using System.CommandLine;
using System.Globalization;
using Escalation.Connectors;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Simulation;

namespace Escalation.Server.Commands;

static class SimulateCommand
{
    static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var organization = new Option<FileInfo>("--organization") { Description = "The organization file.", Required = true, HelpName = "F" };
        var events = new Option<FileInfo>("--events") { Description = "What happens when: one JSON object a line, in the order of time.", Required = true, HelpName = "F" };
        var command = new Command("simulate", "Tells what the service would do with these events: its own decisions on a store of its own, in virtual time. JSON lines on standard output.")
        {
            organization, events,
        };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(new DirectoryInfo("data"));
            var networks = services.GetServices<IConnectorFactory>().ToList();
            var file = await ApplyCommand.ReadAsync(parsed.GetValue(organization)!, services, cancellation);
            var happens = await ReadAsync(parsed.GetValue(events)!, file, networks, cancellation);

            await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
            await using var simulator = await Simulator.StartAsync(networks, output.WriteLine, Console.Error.WriteLine, cancellation);
            await simulator.RunAsync(file, happens, cancellation, Progress(happens.Count));
            return Exit.Ok;
        });
        return command;
    }

    static async Task<IReadOnlyList<SimulatedEvent>> ReadAsync(FileInfo file, OrganizationFile organization, IReadOnlyList<IConnectorFactory> networks, CancellationToken cancellation)
    {
        if (!file.Exists)
            throw new CommandFailed($"There is no file {file.FullName}.");
        var lines = await File.ReadAllLinesAsync(file.FullName, cancellation);
        var read = ReadEvents.From(lines, organization, path => OrganizationAt(Path.Combine(file.DirectoryName!, path), networks));
        return read.Value ?? throw new CommandFailed(
            $"{file.Name} cannot be simulated:{Environment.NewLine}" + string.Join(Environment.NewLine, read.Faults.Select(fault => $"  {fault.Path}: {fault.Message}")));
    }

    static ReadResult<OrganizationFile> OrganizationAt(string path, IReadOnlyList<IConnectorFactory> networks) => File.Exists(path)
        ? OrganizationReader.Read(File.ReadAllBytes(path), networks)
        : ReadResult<OrganizationFile>.Failed("there is no such file");

    /// <summary>A line now and then on standard error, so that a long run is seen to go on.</summary>
    static Action<int, DateTimeOffset> Progress(int count)
    {
        var last = TimeProvider.System.GetTimestamp();
        return (done, at) =>
        {
            if (TimeProvider.System.GetElapsedTime(last) < ProgressEvery)
                return;
            last = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {count} events, {at.UtcDateTime:yyyy-MM-dd HH:mm}"));
        };
    }
}
