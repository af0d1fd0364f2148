using NUnit.Framework;

namespace Escalation.Testing;

/// <summary>Data that lies beside the checkout; a test that wants it is skipped where it is absent.</summary>
public static class Shared
{
    public static string Folder(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Escalation.sln")))
            {
                var found = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", path));
                if (!Directory.Exists(found))
                    Assert.Ignore($"Skipped: the data of shared/{path} are not beside this checkout.");
                return found;
            }
        }
        throw new InvalidOperationException("This test does not run in a checkout.");
    }
}
