using Escalation.Organization;

namespace Escalation.Connectors;

/// <summary>Knows one network: checks a channel's settings and makes its connector. Adding a network = its folder and one line in the registration list.</summary>
public interface IConnectorFactory
{
    /// <summary>The <c>network</c> of the organization file, for example <c>wordpress</c>.</summary>
    string Network { get; }

    /// <summary>The settings that this network knows; all others are refused, secrets must be written <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    IReadOnlyList<SettingDefinition> Settings { get; }

    /// <summary>Called when settings are complete; <paramref name="settings"/> has secrets resolved. Throws <see cref="InvalidOperationException"/> with a sentence if they cannot be used.</summary>
    IConnector Create(string channel, IReadOnlyDictionary<string, string> settings);
}

/// <param name="Check">A sentence saying what is wrong with a (non-secret) value, null if it is fine.</param>
public sealed record SettingDefinition(string Name, bool Required, bool Secret, Func<string, string?>? Check = null)
{
    /// <summary>An absolute http(s) URL.</summary>
    public static string? CheckUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? null : "must be an absolute http or https URL";
}
