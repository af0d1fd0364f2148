using Escalation.Connectors;

namespace Escalation.Organization;

/// <summary>Turns settings as written into the values that connectors and alert senders work with.</summary>
public static class ResolveSettings
{
    /// <param name="definitions">By which values from outside the file are judged like those in it.</param>
    /// <exception cref="InvalidOperationException">A value is not to be had, or wrong. The message names channel, setting and what is missing, never a value.</exception>
    public static IReadOnlyDictionary<string, string> Of(Channel channel, IReadOnlyList<SettingDefinition> definitions) =>
        All($"channel '{channel.Name}'", channel.Settings, definitions);

    /// <inheritdoc cref="Of(Channel, IReadOnlyList{SettingDefinition})"/>
    public static IReadOnlyDictionary<string, string> Of(AlertChannel alert) =>
        All($"alert '{alert.Name}'", alert.Settings, AlertSenders.Settings.GetValueOrDefault(alert.Kind) ?? []);

    static Dictionary<string, string> All(string owner, Settings settings, IReadOnlyList<SettingDefinition> definitions) => settings.Values.Keys.ToDictionary(
        name => name, name => Resolve(settings[name]!, $"{owner}, setting '{name}'", definitions.FirstOrDefault(d => d.Name == name)?.Check));

    static string Resolve(string written, string where, Func<string, string?>? check)
    {
        if (SecretReference.Parse(written) is not { } reference)
            return written;
        var value = reference.IsFile ? FileContent(reference.Name, where) : Variable(reference.Name, where);
        if (value == "")
            throw new InvalidOperationException($"{where}: {Describe(reference)} is empty");
        return check?.Invoke(value) is { } wrong ? throw new InvalidOperationException($"{where}: what is in {Describe(reference)} {wrong}") : value;
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
