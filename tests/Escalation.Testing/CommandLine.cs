using System.Diagnostics;

namespace Escalation.Testing;

/// <summary>The built executable, as somebody at a terminal runs it.</summary>
public sealed class CommandLine : IDisposable
{
    public sealed record Ran(int Exit, string Out, string Error)
    {
        public override string ToString() => $"exit {Exit}\n{Out}\n{Error}";
    }

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("escalation-");
    readonly Dictionary<string, string> _environment = new() { ["ESCALATION_TEST_CHANNEL_SECRET"] = Receiver.Secret };

    public string Folder => _folder.FullName;
    public string this[string variable] { set => _environment[variable] = value; }

    /// <summary>Settings by their configuration key.</summary>
    public void Configure(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (key, value) in settings)
            _environment[ServerProgram.Variable(key)] = value!;
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public async Task<Ran> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ServerProgram.Executable, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ESCALATION_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, await output, await error);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
