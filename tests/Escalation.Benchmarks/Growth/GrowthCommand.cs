using System.CommandLine;
using Escalation.Storage;

namespace Escalation.Benchmarks.Growth;

/// <summary>A company of many years: what lists, intake and looks for due rows cost then, and whether removing what is old is felt.</summary>
static class GrowthCommand
{
    public static Command Create()
    {
        var conversations = new Option<int>("--conversations") { Description = "How many there are; one in 50 is open.", DefaultValueFactory = _ => 1_000_000 };
        var remove = new Option<int>("--remove") { Description = "How many of them are old enough to go.", DefaultValueFactory = _ => 100_000 };
        var storage = new Option<StorageProvider[]>("--storage") { Description = "Which databases.", DefaultValueFactory = _ => [StorageProvider.Sqlite, StorageProvider.PostgreSql], AllowMultipleArgumentsPerToken = true };
        var command = new Command("growth", "Lists, intake, sweeps and retention among very many conversations. PostgreSQL needs tests/servers start DIR and . DIR/env.") { conversations, remove, storage };
        command.SetAction(async (parsed, cancellation) =>
        {
            Report.Conditions();
            foreach (var provider in parsed.GetValue(storage)!)
                await ManyYears.MeasureAsync(provider, parsed.GetValue(conversations), parsed.GetValue(remove), cancellation);
        });
        return command;
    }
}
