using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Connectors;

/// <summary>The one kind of HTTP client that connectors use.</summary>
public static class ConnectorHttp
{
    public const string Name = "connectors";

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // A page of 100 WordPress comments of 64 KiB, twice each (stored and rendered) and escaped as JSON, has to fit still.
    const int LargestResponse = 64 * 1024 * 1024;

    public static IServiceCollection AddConnectorHttp(this IServiceCollection services)
    {
        services.AddHttpClient(Name, client =>
            {
                client.Timeout = Timeout;
                client.MaxResponseContentBufferSize = LargestResponse;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("Escalation/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the answer, and perhaps the credentials, to a host that nobody configured.
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
            })
            // Its lines would be four for every poll, and some networks' addresses are secrets themselves.
            .RemoveAllLoggers();
        return services;
    }
}
