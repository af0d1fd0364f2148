using System.CommandLine;
using Escalation.Organization;

namespace Escalation.Server.Commands;

static class ExportCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("export", "Prints the organization in force as a file that apply takes.") { data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!, alsoOfDemo: true);
            await services.LookAsync(cancellation);
            Console.WriteLine(OrganizationWriter.Write(services.GetRequiredService<CurrentOrganization>().Now.File));
            return Exit.Ok;
        });
        return command;
    }
}
