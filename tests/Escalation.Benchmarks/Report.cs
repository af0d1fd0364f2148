using System.Globalization;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Escalation.Benchmarks;

/// <summary>Markdown on standard output; what is going on goes to standard error.</summary>
static class Report
{
    /// <summary>Without these no figure means anything.</summary>
    public static void Conditions(params ReadOnlySpan<string> more)
    {
        var commit = typeof(Report).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            - {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {(commit is { Length: > 10 } ? commit[..10] : "unknown")}, {(IsCompiledAhead() ? "published as the service is (ReadyToRun)" : "not compiled ahead of time")}
            - {Environment.ProcessorCount} cores ({CpuName()}), {memory:0} GiB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}
            - load average at the start {LoadAverage()}
            """));
        foreach (var line in more)
            Console.WriteLine($"- {line}");
        Console.WriteLine();
    }

    public static void Heading(string title, params ReadOnlySpan<string> columns)
    {
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Row(columns);
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
    }

    public static void Row(params ReadOnlySpan<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells!)} |");

    public static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");

    public static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan time) => Number(time.TotalMilliseconds, time.TotalMilliseconds < 10 ? "0.0" : "#,0");

    static bool IsCompiledAhead()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(EscalationServices).Assembly.Location));
        return assembly.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }

    static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    static string CpuName() => !File.Exists("/proc/cpuinfo") ? RuntimeInformation.ProcessArchitecture.ToString()
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown";
}
