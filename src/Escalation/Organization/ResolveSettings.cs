namespace Escalation.Organization;

/// <summary>Turns settings as written into the values that connectors and alert senders work with.</summary>
public static class ResolveSettings
{
    /// <exception cref="InvalidOperationException">A value is not to be had. The message names channel, setting and what is missing, never a value.</exception>
    public static IReadOnlyDictionary<string, string> Of(Channel channel) => All($"channel '{channel.Name}'", channel.Settings);

    /// <inheritdoc cref="Of(Channel)"/>
    public static IReadOnlyDictionary<string, string> Of(AlertChannel alert) => All($"alert '{alert.Name}'", alert.Settings);

    static Dictionary<string, string> All(string owner, Settings settings) =>
        settings.Values.Keys.ToDictionary(name => name, name => Resolve(settings[name]!, $"{owner}, setting '{name}'"));

    static string Resolve(string written, string where)
    {
        if (SecretReference.Parse(written) is not { } reference)
            return written;
        var value = reference.IsFile ? FileContent(reference.Name, where) : Variable(reference.Name, where);
        return value != "" ? value : throw new InvalidOperationException($"{where}: {Describe(reference)} is empty");
    }

    static string Describe(SecretReference reference) =>
        reference.IsFile ? $"the file '{reference.Name}'" : $"the environment variable {reference.Name}";

    static string Variable(string name, string where) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{where}: the environment variable {name} is not set");

    static string FileContent(string path, string where)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOperationException($"{where}: there is no file '{path}'", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException($"{where}: the file '{path}' cannot be read", e);
        }
    }
}
