namespace Escalation.Connectors.Webhook;

/// <summary>The network <c>webhook</c>; needs no outside service. Without <c>answerUrl</c> it only takes posts in.</summary>
public sealed class WebhookFactory(IHttpClientFactory clients, TimeProvider time) : IConnectorFactory
{
    public string Network => "webhook";

    public IReadOnlyList<SettingDefinition> Settings { get; } =
    [
        new("answerUrl", Required: false, Secret: false, SettingDefinition.CheckUrl),
        new("secret", Required: false, Secret: true),
    ];

    public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings)
    {
        var answerUrl = settings.GetValueOrDefault("answerUrl");
        var secret = settings.GetValueOrDefault("secret");
        if (answerUrl is not null && secret is null)
            throw new InvalidOperationException("An answerUrl needs a secret to sign the answers with: whsec_ and the base64 of 24 to 64 random bytes.");
        return new WebhookConnector(
            clients,
            time,
            answerUrl is null ? null : new Uri(answerUrl),
            secret is null ? null : new StandardWebhookSignature(secret));
    }
}
