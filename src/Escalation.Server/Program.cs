using System.CommandLine;
using Escalation.Server.Commands;

// One executable; each command is one file in Commands/. `serve` is what it does when nothing is said.
var root = new RootCommand("Escalation gets the public's questions answered by the people who know.")
{
    SimulateCommand.Create(),
    TopicsCommand.Create(),
    ApplyCommand.Create(),
    ExportCommand.Create(),
    MigrateCommand.Create(),
    DoctorCommand.Create(),
    KeyCommand.Create(),
    EraseCommand.Create(),
};
ServeCommand.AddTo(root);

return await root.Parse(args).InvokeAsync();
