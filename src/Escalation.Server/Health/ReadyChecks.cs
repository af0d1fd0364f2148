using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Escalation.Server.Health;

/// <summary>Whether the database takes a write.</summary>
sealed class DatabaseCheck(StorageProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.ProblemAsync(cancellationToken) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy();
}

/// <summary>Without the broker posts are still taken and wait in the outbox, so it is told but turns nobody away (decision 0022).</summary>
sealed class BusCheck(IBusControl bus, AwaitBroker broker, BusOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        broker.IsWell(bus) ? HealthCheckResult.Healthy()
        : options.Transport == BusTransport.RabbitMq ? HealthCheckResult.Degraded("RabbitMQ does not answer, so posts are taken but wait: see that it runs and that Bus:ConnectionString leads to it.")
        : HealthCheckResult.Degraded("The bus in this process is starting or stopping, so posts are taken but wait: look again in a moment."));
}

/// <summary>Whether this program can read the organization in force.</summary>
sealed class OrganizationCheck(CurrentOrganization organization) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        organization.Now.Unreadable is { } version ? HealthCheckResult.Unhealthy(new UnreadableOrganizationException(version).Message) : HealthCheckResult.Healthy());
}

/// <summary>What the rows tell is out of order; the service goes on without it.</summary>
sealed class RowsCheck(Database database, ConnectorRegistry connectors) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var messages = await StandingProblems.OfMessagesAsync(database, cancellationToken);
            var channels = await StandingProblems.OfChannelsAsync(database, cancellationToken);
            IReadOnlyList<string> all = [.. messages, .. connectors.Problems.Values, .. channels.Where(c => connectors.Find(c.Key) is not null).Select(c => $"Channel {c.Key} is {c.Value}")];
            return all.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(all.Count == 1 ? all[0] : $"{all[0]} (doctor tells of {all.Count - 1} more)");
        }
        catch (StorageUnavailableException)
        {
            // The check of the database tells it.
            return HealthCheckResult.Healthy();
        }
    }
}
