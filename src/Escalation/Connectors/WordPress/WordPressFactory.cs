namespace Escalation.Connectors.WordPress;

/// <summary>The network <c>wordpress</c>: comments of one WordPress site, over the REST API that is part of WordPress.</summary>
public sealed class WordPressFactory(IHttpClientFactory clients, TimeProvider time) : IConnectorFactory
{
    public string Network => "wordpress";

    public IReadOnlyList<SettingDefinition> Settings => WordPressOptions.Settings;

    public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings)
    {
        var options = WordPressOptions.From(settings);
        return new WordPressConnector(new WordPressClient(clients, time, options), options.PollInterval);
    }
}
