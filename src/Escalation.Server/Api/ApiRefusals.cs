using Microsoft.AspNetCore.Diagnostics;

namespace Escalation.Server.Api;

static class ApiRefusals
{
    /// <summary>Whoever refuses a call, or fails in it, the answer is one of <see cref="Problems"/>. Pages have their own.</summary>
    public static void UseApiRefusals(this IApplicationBuilder app) => app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api =>
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A request that breaks off or is not HTTP is the caller's fault.
            StatusCodeSelector = exception => (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
            ExceptionHandler = context => Problems.Of(context.Response.StatusCode).ExecuteAsync(context),
        });
        api.UseStatusCodePages(bare => Problems.Of(bare.HttpContext.Response.StatusCode).ExecuteAsync(bare.HttpContext));
        api.Use(TellWhatIsNotThereAsync);
    });

    /// <summary>An unknown address or method has no rights to ask for: told before it would look like a lack of them.</summary>
    static Task TellWhatIsNotThereAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint)
            return next(context);
        if (context.GetEndpoint()?.RequestDelegate is { } refuse)
            return refuse(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
