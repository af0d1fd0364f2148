using Escalation.Server.Access;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Escalation.Server.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: 200 if requests can be served, else 503, and in one sentence
/// each what is wrong (decision 0022). <c>/metrics</c>: Prometheus text.
/// Open to all, because orchestrators and scrapers come without a key; they tell names and states, nothing of anybody's content.
/// </summary>
static class HealthEndpoints
{
    /// <summary>Not <c>ready</c>: MassTransit marks a check of its own with that.</summary>
    const string Ready = "escalation-ready";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", tags: [Ready])
            .AddCheck<BusCheck>("bus", tags: [Ready])
            .AddCheck<OrganizationCheck>("organization", tags: [Ready])
            .AddCheck<RowsCheck>("rows", tags: [Ready]);
        services.AddMetricsExporter();
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().WithMetadata(NoKeyLookedAt.Instance);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous().WithMetadata(NoKeyLookedAt.Instance);
        app.MapMetrics();
    }

    static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString(),
        Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description }),
    });
}
