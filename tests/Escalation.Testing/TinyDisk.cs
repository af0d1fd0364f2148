using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Escalation.Testing;

/// <summary>A disk of 6 MB at a folder, which only root can mount; elsewhere the test is skipped.</summary>
public sealed class TinyDisk : IAsyncDisposable
{
    readonly string _folder;

    TinyDisk(string folder) => _folder = folder;

    string Ballast => Path.Combine(_folder, "ballast");

    public static async Task<TinyDisk> MountAsync(string folder)
    {
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder))
            Assert.Ignore("A disk of 6 MB can only be mounted by root.");
        return new TinyDisk(folder);
    }

    /// <param name="bytes">Fewer if there is no more room.</param>
    public void Fill(int bytes)
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; bytes > 0; bytes -= block.Length)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await RunAsync("umount", _folder);
    }

    static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
