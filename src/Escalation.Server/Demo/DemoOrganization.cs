using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Escalation.Connectors;
using Escalation.Organization;

namespace Escalation.Server.Demo;

/// <summary>Fernway, a shop for bicycles and the outdoors. Applied when it is another than the one last applied, so that what is tried out in it stays.</summary>
static class DemoOrganization
{
    const string Source = "demo";
    const int SecretBytes = 32;

    public static async Task ApplyAsync(IServiceProvider services, DirectoryInfo data, CancellationToken cancellation)
    {
        var secret = Path.Combine(data.FullName, "website.secret");
        EnsureSecret(secret);
        var read = OrganizationReader.Read(Json().Replace("{secret}", JsonEncodedText.Encode(secret).Value, StringComparison.Ordinal), [.. services.GetServices<IConnectorFactory>()]);
        var file = read.Value ?? throw new InvalidOperationException("The demo's organization is wrong: " + string.Join("; ", read.Faults));
        await services.GetRequiredService<ApplyOrganization>().ApplyIfChangedAsync(file, Source, cancellation);
    }

    static string Json()
    {
        using var resource = typeof(DemoOrganization).Assembly.GetManifestResourceStream("demo.json")!;
        return new StreamReader(resource, Encoding.UTF8).ReadToEnd();
    }

    /// <summary>Whoever may read the file may post as the website, so it is the owner's alone from its first byte on.</summary>
    static void EnsureSecret(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine("whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
    }
}
