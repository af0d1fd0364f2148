using System.CommandLine;
using Escalation.Storage;

namespace Escalation.Benchmarks.Selections;

/// <summary>Who gets a question: what the choice costs, and whether many choices at once stay fair.</summary>
static class SelectionCommand
{
    public static Command Create()
    {
        var experts = new Option<int>("--experts") { Description = "Among how many one is chosen.", DefaultValueFactory = _ => 1_000 };
        var questions = new Option<int>("--questions") { Description = "How many get an expert at once.", DefaultValueFactory = _ => 10_000 };
        var storage = new Option<StorageProvider[]>("--storage") { Description = "Which databases.", DefaultValueFactory = _ => [StorageProvider.Sqlite, StorageProvider.PostgreSql], AllowMultipleArgumentsPerToken = true };
        var command = new Command("selection", "Choosing an expert, and many assignments at once. PostgreSQL needs tests/servers start DIR and . DIR/env.") { experts, questions, storage };
        command.SetAction(async (parsed, cancellation) =>
        {
            Report.Conditions();
            OneSelection.Measure(parsed.GetValue(experts));
            AtOnce.Heading();
            foreach (var provider in parsed.GetValue(storage)!)
                await AtOnce.MeasureAsync(provider, parsed.GetValue(questions), cancellation);
        });
        return command;
    }
}
