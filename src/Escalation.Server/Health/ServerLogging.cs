namespace Escalation.Server.Health;

static class ServerLogging
{
    /// <summary>Lines for a person at a terminal, JSON for whatever collects them elsewhere.</summary>
    public static void AddServerLogging(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        if (Console.IsOutputRedirected)
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(simple => simple.SingleLine = true);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // It would log the stack of every try of every message; PatientRetry tells them.
        logging.AddFilter("MassTransit.ReceiveTransport", LogLevel.Error);
        // It would log every answer that /health/ready gives; what is wrong is told by those who meet it.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        // It would warn that the keys of the cookies are not encrypted; their folder is its owner's alone.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
