using Escalation.Server;

namespace Escalation.Testing;

/// <summary>
/// The program that tests run as a process of its own: as it is shipped where <c>ESCALATION_TEST_SERVER</c> names the folder
/// into which it was published (<c>tests/run</c> and <c>tests/faults</c> do, because it starts in a third of the time), else as it was built.
/// </summary>
public static class ServerProgram
{
    public static string Assembly { get; } = Environment.GetEnvironmentVariable("ESCALATION_TEST_SERVER") is { Length: > 0 } folder
        ? Path.Combine(folder, "Escalation.Server.dll")
        : typeof(ServerApp).Assembly.Location;

    public static string Executable { get; } = OperatingSystem.IsWindows() ? Path.ChangeExtension(Assembly, ".exe") : Path.ChangeExtension(Assembly, null);
}
