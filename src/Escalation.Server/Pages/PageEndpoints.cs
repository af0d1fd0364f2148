namespace Escalation.Server.Pages;

static class PageEndpoints
{
    public static void AddPages(this IServiceCollection services) => services.AddAntiforgery();
    public static void MapPages(this WebApplication app) { }
}
