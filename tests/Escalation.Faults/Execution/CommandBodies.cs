namespace Escalation.Faults.Execution;

/// <summary>How a command is said in the API.</summary>
static class CommandBodies
{
    /// <param name="target">For <c>merge</c>: into which conversation.</param>
    public static (string Path, object Body) Of(Command command, string by, string? target, string prefix) => command.Verb switch
    {
        "answers" => ("answers", new { by, text = $"{prefix}{command.Argument} It is right now." }),
        "answers?holding" => ("answers", new { by, text = $"{prefix}{command.Argument} We are looking into it.", holding = true }),
        "notes" => ("notes", new { by, text = $"{prefix}{command.Argument}" }),
        "decline" => ("decline", new { by, reason = $"{prefix}{command.Argument} It is not mine." }),
        "forward" => ("forward", new { by, to = command.Argument!.Contains(':') ? command.Argument : $"expert:{command.Argument}" }),
        "close" => ("close", new { by, reason = command.Argument }),
        "priority" => ("priority", new { by, to = command.Argument }),
        "hold" when command.Argument is { } wait => ("hold", new { by, until = TimeProvider.System.GetUtcNow() + TimeSpan.Parse(wait, CultureInfo.InvariantCulture) }),
        "merge" => ("merge", new { by, into = target }),
        _ => (command.Verb, new { by }),
    };
}
