using System.CommandLine;
using System.Diagnostics;

namespace Escalation.Benchmarks.Topics;

/// <summary>How good and how fast the topic model is on BANKING77 (Casanueva et al., NLP4ConvAI 2020). Its settings were chosen on parts of the training rows.</summary>
static class TopicsCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with train.csv and test.csv.", DefaultValueFactory = _ => new DirectoryInfo("../shared/data/banking77") };
        var seeds = new Option<int>("--seeds") { Description = "How many draws each figure is the mean of.", DefaultValueFactory = _ => 3 };
        var command = new Command("topics", "Quality, speed and memory of the topic model.") { data, seeds };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            if (!File.Exists(Path.Combine(folder.FullName, "train.csv")))
            {
                Console.Error.WriteLine($"There is no train.csv in {folder.FullName}; say --data.");
                return 2;
            }
            var banking = Banking.Read(folder);
            // One core: what is measured here, and the garbage collector with it.
            if (OperatingSystem.IsLinux())
                Process.GetCurrentProcess().ProcessorAffinity = 2;
            Report.Conditions("one core, by affinity", $"mean of {parsed.GetValue(seeds)} seeds; BANKING77, {banking.Train.Count} training and {banking.Test.Count} test rows");
            Quality.Measure(banking, parsed.GetValue(seeds));
            Learning.Measure(banking, parsed.GetValue(seeds));
            Speed.Measure(banking);
            return 0;
        });
        return command;
    }
}
