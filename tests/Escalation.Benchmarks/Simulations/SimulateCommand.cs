using System.CommandLine;
using System.Diagnostics;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Benchmarks.Simulations;

/// <summary>How long <c>simulate</c> takes for a month of questions.</summary>
static class SimulateCommand
{
    public static Command Create()
    {
        var conversations = new Option<int>("--conversations") { Description = "How many questions are asked within four weeks.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<int>("--seed") { Description = "Another one gives another month.", DefaultValueFactory = _ => 1 };
        var command = new Command("simulate", "A month of questions in virtual time, in this process.") { conversations, seed };
        command.SetAction((parsed, cancellation) => MeasureAsync(parsed.GetValue(conversations), parsed.GetValue(seed), cancellation));
        return command;
    }

    static async Task MeasureAsync(int conversations, int seed, CancellationToken cancellation)
    {
        await using var services = new ServiceCollection().AddHttpClient().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var networks = new[] { ActivatorUtilities.CreateInstance<WebhookFactory>(services) };
        var file = OrganizationReader.Read(Company.Organization, networks).Value!;
        var read = ReadEvents.From(Month.Lines(conversations, seed), file, _ => throw new NotSupportedException());
        var events = read.Value ?? throw new InvalidOperationException(string.Join("; ", read.Faults.Take(5)));

        Report.Conditions();
        Report.Heading("A month in `simulate`", "conversations", "events in", "lines out", "refused", "wall s", "CPU s", "ms an event", "peak memory MiB", "others used, cores");
        var (lines, refused, cpu) = (0, 0, CpuTime.Now());
        await using var simulator = await Simulator.StartAsync(networks, _ => lines++, _ => refused++, cancellation);
        await simulator.RunAsync(file, events, cancellation);
        var used = CpuTime.Now().Since(cpu);
        using var process = Process.GetCurrentProcess();
        Report.Row(Report.Number(conversations), Report.Number(events.Count), Report.Number(lines), Report.Number(refused), Report.Number(used.Took.TotalSeconds, "0.0"),
            Report.Number(used.Service.TotalSeconds, "0.0"), Report.Number(used.Took.TotalMilliseconds / events.Count, "0.00"), Report.Number(process.PeakWorkingSet64 / (double)(1 << 20)), used.OthersCores);
    }
}
