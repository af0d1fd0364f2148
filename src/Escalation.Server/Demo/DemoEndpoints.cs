namespace Escalation.Server.Demo;

static class DemoEndpoints
{
    public static void AddDemo(this IServiceCollection services) { }
    public static void MapDemo(this WebApplication app) { }
}

static class DemoOrganization
{
    public static Task ApplyAsync(IServiceProvider services, DirectoryInfo data, CancellationToken cancellation) => Task.CompletedTask;
}
