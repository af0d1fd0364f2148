using System.Diagnostics.Metrics;
using Escalation.Server.Access;
using Escalation.Telemetry;

namespace Escalation.Server.Health;

static class MetricsEndpoint
{
    static readonly string[] Meters =
        [EscalationMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "MassTransit", "Npgsql"];

    public static void AddMetricsExporter(this IServiceCollection services) => services
        .AddSingleton<BacklogMetrics>()
        .AddSingleton(provider => new MetricsExporter(Meters, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<ILogger<MetricsExporter>>()));

    public static void MapMetrics(this WebApplication app)
    {
        // Made now and not at the first scrape, which would miss all that was counted before it.
        var exporter = app.Services.GetRequiredService<MetricsExporter>();
        app.MapGet("/metrics", async (BacklogMetrics backlog, CancellationToken cancellation) =>
        {
            await backlog.RefreshAsync(cancellation);
            return TypedResults.Text(exporter.Scrape(), PrometheusText.ContentType);
        }).AllowAnonymous().WithMetadata(NoKeyLookedAt.Instance).ExcludeFromDescription();
    }
}
