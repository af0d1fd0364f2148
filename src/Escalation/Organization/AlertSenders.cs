using System.Collections.Immutable;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

/// <summary>The kinds of alert channel and their settings.</summary>
public static class AlertSenders
{
    public const string Email = "email";

    /// <summary>The values of an e-mail channel's <c>tls</c>.</summary>
    public const string StartTls = "startTls", NoTls = "none";

    // Slack's URL is as good as a password, but contract and habit allow to write it out.
    public static readonly ImmutableSortedDictionary<string, IReadOnlyList<SettingDefinition>> Settings =
        ImmutableSortedDictionary.Create<string, IReadOnlyList<SettingDefinition>>(StringComparer.Ordinal)
            .Add("slack", [new("url", Required: true, Secret: false, SettingDefinition.CheckUrl)])
            .Add("webhook",
            [
                new("url", Required: true, Secret: false, SettingDefinition.CheckUrl),
                new("secret", Required: true, Secret: true),
            ])
            .Add(Email,
            [
                new("host", Required: true, Secret: false),
                new("port", Required: true, Secret: false, CheckPort),
                new("from", Required: true, Secret: false, Readings.Email),
                new("user", Required: false, Secret: false),
                new("password", Required: false, Secret: true),
                new("tls", Required: false, Secret: false, Readings.OneOf(StartTls, NoTls)),
            ]);

    public static string? CheckPort(string value) =>
        !ushort.TryParse(value, out var port) || port == 0 ? "must be a port from 1 to 65535"
        : port == 465 ? "is for TLS from the first byte on, which is not spoken here; use STARTTLS, mostly on port 587"
        : null;
}
