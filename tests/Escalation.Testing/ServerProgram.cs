using System.Diagnostics;
using Escalation.Server;

namespace Escalation.Testing;

/// <summary>
/// The program that tests run as a process of its own: as it is shipped where <c>ESCALATION_TEST_SERVER</c> names the folder
/// into which <c>tests/publish</c> put it (<c>tests/run</c> and <c>tests/faults</c> do, because it starts in a third of the time), else as it was built.
/// </summary>
public static class ServerProgram
{
    public static string Assembly { get; } = Environment.GetEnvironmentVariable("ESCALATION_TEST_SERVER") is { Length: > 0 } folder
        ? Path.Combine(folder, "Escalation.Server.dll")
        : typeof(ServerApp).Assembly.Location;

    /// <summary>The service, its output read by who starts it.</summary>
    /// <param name="settings">By their configuration key.</param>
    public static ProcessStartInfo Serve(DirectoryInfo data, Uri address, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "serve", "--data", data.FullName, "--urls", address.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
            start.Environment[Variable(key)] = value;
        return start;
    }

    /// <summary>The environment variable of a configuration key.</summary>
    public static string Variable(string key) => "ESCALATION_" + key.Replace(":", "__", StringComparison.Ordinal);

    public static string Executable { get; } = OperatingSystem.IsWindows() ? Path.ChangeExtension(Assembly, ".exe") : Path.ChangeExtension(Assembly, null);
}
