using System.CommandLine;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Server.Commands;

static class ApplyCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("F") { Description = "The organization file (JSON; comments are allowed)." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the file and say what would change, but change nothing." };
        var data = CommonOptions.Data();
        var command = new Command("apply", "Puts an organization file in force.") { file, dryRun, data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!);
            var organization = await ReadAsync(parsed.GetValue(file)!, services, cancellation);
            if (parsed.GetValue(dryRun))
                await services.LookAsync(cancellation);
            else
                await services.MigrateAsync(parsed.GetValue(data)!, cancellation);
            var before = services.GetRequiredService<CurrentOrganization>().Now;

            foreach (var line in OrganizationChanges.Between(before.File, organization))
                Console.WriteLine(line);
            if (parsed.GetValue(dryRun))
            {
                foreach (var change in before.Version == 0 ? [] : await services.GetRequiredService<ApplyOrganization>().TryAsync(organization, cancellation))
                    Console.WriteLine(change);
                Console.WriteLine("Nothing was changed (dry run).");
                return Exit.Ok;
            }
            var applied = await services.GetRequiredService<ApplyOrganization>().HandleAsync(organization, by: "command line", source: null, cancellation);
            await CatchUpConversations.AllAsync(services.GetRequiredService<Database>(), applied, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellation);
            Console.WriteLine(applied.Version == before.Version ? $"Version {applied.Version} is in force already." : $"Version {applied.Version} is in force.");
            return Exit.Ok;
        });
        return command;
    }

    public static async Task<OrganizationFile> ReadAsync(FileInfo file, IServiceProvider services, CancellationToken cancellation)
    {
        if (!file.Exists)
            throw new CommandFailed($"There is no file {file.FullName}.");
        var read = OrganizationReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellation), [.. services.GetServices<IConnectorFactory>()]);
        return read.Value ?? throw new CommandFailed(
            $"{file.Name} was not applied:{Environment.NewLine}" + string.Join(Environment.NewLine, read.Faults.Select(fault => $"  {fault.Path}: {fault.Message}")));
    }
}
