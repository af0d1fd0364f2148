using Escalation.Connectors;
using Escalation.Server.Pages.Coverage;
using Escalation.Server.Pages.Desk;
using Escalation.Server.Pages.SignIn;
using Escalation.Server.Pages.Square;
using Microsoft.AspNetCore.DataProtection;

namespace Escalation.Server.Demo;

/// <summary>What there is only with <c>--demo</c>: the public page to ask on, and to sign in as anybody without a password.</summary>
static class DemoEndpoints
{
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<IConnectorFactory, SquareFactory>();
        services.AddSquare();
        services.AddDesk();
        // The cookie of a demo must open nothing when the same data directory is later served in earnest.
        services.Configure<DataProtectionOptions>(options => options.ApplicationDiscriminator = "Escalation demo");
    }

    public static void MapDemo(this WebApplication app)
    {
        app.MapGet("/", () => TypedResults.Redirect("/square")).AllowAnonymous();
        app.MapSquare();
        app.MapDemoSignIn();
        app.MapDesk();
        app.MapCoverage();
    }
}
