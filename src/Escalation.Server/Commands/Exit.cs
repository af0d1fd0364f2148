using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using Escalation.Storage;

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
        catch (StorageUnavailableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Problem;
        }
        catch (Exception e) when (e.GetBaseException() is DbException or SocketException)
        {
            await Console.Error.WriteLineAsync($"The database cannot be used: {e.GetBaseException().Message.TrimEnd('.')}. Run doctor to see what to mend.");
            return Problem;
        }
        // A full disk, a folder that may not be written.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Problem;
        }
    });
}
