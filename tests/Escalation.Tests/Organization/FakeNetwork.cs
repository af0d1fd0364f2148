using Escalation.Connectors;
using Escalation.Input;
using Escalation.Organization;

namespace Escalation.Tests.Organization;

/// <summary>A network of which only the settings matter.</summary>
sealed class FakeNetwork(string network, params SettingDefinition[] settings) : IConnectorFactory
{
    public static readonly IReadOnlyCollection<IConnectorFactory> All =
    [
        new FakeNetwork("mastodon",
            new("baseUrl", Required: true, Secret: false, SettingDefinition.CheckUrl),
            new("accessToken", Required: true, Secret: true),
            new("hashtag", Required: false, Secret: false)),
        new FakeNetwork("forum"),
    ];

    public string Network => network;
    public IReadOnlyList<SettingDefinition> Settings => settings;
    public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => throw new NotSupportedException();

    public static OrganizationFile Read(string json)
    {
        var result = OrganizationReader.Read(json, All);
        Assert.That(result.Faults, Is.Empty);
        return result.Value!;
    }

    public static Fault[] Faults(string json) => [.. OrganizationReader.Read(json, All).Faults];
}
