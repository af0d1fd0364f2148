using Escalation.Server.Pages.Home;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Escalation.Server.Pages;

/// <summary>Pages are Razor components, rendered here; htmx fetches the parts that change. No page has code of its own in the browser but wwwroot/site.js.</summary>
static class PageEndpoints
{
    /// <summary>The longest text, each of its bytes escaped, and the rest of the form.</summary>
    const int MaxFormBytes = 512 * 1024;

    public static void AddPages(this IServiceCollection services)
    {
        services.AddAntiforgery(options => options.Cookie.Name = "escalation-form");
        services.AddRazorComponents();
    }

    public static void MapPages(this WebApplication app) =>
        app.MapGet("/", () => Page<HomePage>()).AllowAnonymous();

    /// <param name="parameters">The component's, by name.</param>
    public static RazorComponentResult<TPage> Page<TPage>(object? parameters = null, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        new(parameters ?? new { }) { StatusCode = status };

    public static TBuilder TakesForm<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes));
}
