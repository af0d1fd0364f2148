using System.CommandLine;
using Escalation.Benchmarks.Growth;
using Escalation.Benchmarks.Selections;
using Escalation.Benchmarks.Simulations;
using Escalation.Benchmarks.Timers;
using Escalation.Benchmarks.Topics;

var root = new RootCommand("Measures what the service promises. Prints Markdown for the files in results/.");
root.Add(TimersCommand.Create());
root.Add(SimulateCommand.Create());
root.Add(SelectionCommand.Create());
root.Add(TopicsCommand.Create());
root.Add(GrowthCommand.Create());
return await root.Parse(args).InvokeAsync();
