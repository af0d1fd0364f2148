using System.CommandLine;

namespace Escalation.Server.Commands;

static class Exit
{
    public const int Ok = 0, Problem = 1, BadInput = 2;

    /// <summary>Runs the command; what it says went wrong becomes a line on standard error and an exit code.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancellation) =>
    {
        try
        {
            return await action(parsed, cancellation);
        }
        catch (CommandFailed e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return BadInput;
        }
    });
}
