using System.Collections.Immutable;
using System.Text.Json;
using Escalation.Connectors;
using Escalation.Connectors.WordPress;
using Escalation.Organization;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Connectors;

/// <summary>One channel that cannot be connected is told, and the others are.</summary>
public class ConnectorRegistryTests
{
    const string Variable = "ESCALATION_TEST_CONNECTOR_REGISTRY";

    [TearDown]
    public void Unset() => Environment.SetEnvironmentVariable(Variable, null);

    [TestCase("baseUrl", "shop.example", "must be an absolute http or https URL")]
    [TestCase("pollInterval", "00:00:00", "must be a duration")]
    [TestCase("user", null, "is not set")]
    public async Task Setting_that_the_environment_gives_wrongly_is_a_problem_of_its_channel(string setting, string? value, string problem)
    {
        Environment.SetEnvironmentVariable(Variable, value);
        await using var store = await Store.NewAsync();
        store.Organization.Set(new Applied(1, OrganizationFile.Empty with { Channels = [WordPress("blog"), WordPress("shop", (setting, "env:" + Variable))] }));
        using var registry = Registry(store, new WordPressFactory(null!, store.Clock));
        Assert.That(registry.Problems.Keys, Is.EqualTo(new[] { "shop" }));
        Assert.That(registry.Problems["shop"], Does.Contain(setting).And.Contain(problem));
        Assert.That(registry.Find("blog"), Is.Not.Null);
    }

    [Test]
    public async Task Whatever_a_network_throws_is_a_problem_that_shows_no_value()
    {
        await using var store = await Store.NewAsync();
        store.Organization.Set(new Applied(1, OrganizationFile.Empty with { Channels = [WordPress("blog"), new Channel("odd", "throwing", Settings.None), new Channel("gone", "unknown", Settings.None)] }));
        using var registry = Registry(store, new WordPressFactory(null!, store.Clock), new Throwing());
        Assert.That(registry.Problems.Keys, Is.EquivalentTo(new[] { "odd", "gone" }));
        Assert.That(registry.Problems["odd"], Does.Contain("FormatException").And.Not.Contain("secret"));
        Assert.That(registry.Find("blog"), Is.Not.Null);
    }

    static ConnectorRegistry Registry(Store store, params IConnectorFactory[] networks) =>
        new(networks, store.Organization, store.Clock, NullLogger<ConnectorRegistry>.Instance);

    static Channel WordPress(string name, params (string Name, string Value)[] others)
    {
        var settings = new Dictionary<string, string> { ["baseUrl"] = "https://blog.example", ["user"] = "support", ["applicationPassword"] = "literal" };
        foreach (var (setting, value) in others)
            settings[setting] = value;
        return new(name, "wordpress", new Settings(settings.ToImmutableSortedDictionary(s => s.Key, s => JsonSerializer.SerializeToElement(s.Value))));
    }

    sealed class Throwing : IConnectorFactory
    {
        public string Network => "throwing";
        public IReadOnlyList<SettingDefinition> Settings => [];
        public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => throw new FormatException("The input string 'secret' was not in a correct format.");
    }
}
