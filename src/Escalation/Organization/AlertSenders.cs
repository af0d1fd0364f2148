using System.Collections.Immutable;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

/// <summary>The kinds of alert channel and their settings.</summary>
public static class AlertSenders
{
    // Slack's URL is as good as a password, but contract and habit allow to write it out.
    public static readonly ImmutableSortedDictionary<string, IReadOnlyList<SettingDefinition>> Settings =
        ImmutableSortedDictionary.Create<string, IReadOnlyList<SettingDefinition>>(StringComparer.Ordinal)
            .Add("slack", [new("url", Required: true, Secret: false, SettingDefinition.CheckUrl)])
            .Add("webhook",
            [
                new("url", Required: true, Secret: false, SettingDefinition.CheckUrl),
                new("secret", Required: true, Secret: true),
            ])
            .Add("email",
            [
                new("host", Required: true, Secret: false),
                new("port", Required: true, Secret: false, CheckPort),
                new("from", Required: true, Secret: false, Readings.Email),
                new("user", Required: false, Secret: false),
                new("password", Required: false, Secret: true),
            ]);

    static string? CheckPort(string value) =>
        ushort.TryParse(value, out var port) && port > 0 ? null : "must be a port from 1 to 65535";
}
