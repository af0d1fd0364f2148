using System.CommandLine;

namespace Escalation.Server.Commands;

static class MigrateCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("migrate", "Brings the database up to date. Serve does so itself; this is for doing it beforehand.") { data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!);
            await services.MigrateAsync(parsed.GetValue(data)!, cancellation);
            Console.WriteLine("The database is up to date.");
            return Exit.Ok;
        });
        return command;
    }
}
