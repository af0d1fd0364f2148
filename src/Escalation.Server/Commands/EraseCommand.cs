using System.CommandLine;
using Escalation.Administration;

namespace Escalation.Server.Commands;

static class EraseCommand
{
    public static Command Create()
    {
        var channel = new Argument<string>("channel") { Description = "The channel on which they asked." };
        var author = new Argument<string>("author") { Description = "The network's id of them, as author.id says in the API." };
        var data = CommonOptions.Data();
        var command = new Command("erase", "Erases what is kept of somebody who asked: texts, names, tags. How promises were kept stays. Cannot be undone.") { channel, author, data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!, alsoOfDemo: true);
            await services.LookAsync(cancellation);
            var erased = await services.GetRequiredService<EraseAuthor>().HandleAsync(parsed.GetValue(channel)!, parsed.GetValue(author)!, "command line", cancellation);
            Console.WriteLine($"{erased.Conversations} conversations and {erased.Posts} posts were erased.");
            return Exit.Ok;
        });
        return command;
    }
}
