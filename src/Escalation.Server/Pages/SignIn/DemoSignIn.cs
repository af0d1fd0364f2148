using System.Net;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Server.Pages.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Escalation.Server.Pages.SignIn;

/// <summary>
/// Signs in as anybody, without a password: only in the demo, only from this machine, and only under a name that this
/// machine alone has, so that neither a proxy beside it nor a name that was made to point here lets others in.
/// </summary>
static class DemoSignIn
{
    public static void MapDemoSignIn(this WebApplication app)
    {
        app.MapGet(PersonCookie.SignInPath, (HttpContext context, CurrentOrganization organization, string? back) => IsFromHere(context)
            ? PageEndpoints.Page<SignInPage>(new { People = organization.Now.File.People, Topics = organization.Now.File.Topics, Back = back })
            : NotFromHere()).AllowAnonymous();

        app.MapPost(PersonCookie.SignInPath, async (HttpContext context, CurrentOrganization organization, [FromForm] string? person, [FromForm] string? back) =>
        {
            if (!IsFromHere(context))
                return NotFromHere();
            if (organization.Now.File.Person(person) is not { } found)
                return TypedResults.Redirect(PersonCookie.SignInPath);
            await PersonCookie.SignInAsync(context, found);
            return (IResult)TypedResults.LocalRedirect(back is not null && back.StartsWith("/desk", StringComparison.Ordinal) ? back : "/desk");
        }).AllowAnonymous().TakesForm();

        app.MapPost("/sign-out", async (HttpContext context, [FromForm] string? person) =>
        {
            await PersonCookie.SignOutAsync(context);
            return TypedResults.Redirect(PersonCookie.SignInPath);
        }).AllowAnonymous().TakesForm();
    }

    static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (context.Request.Host.Host == "localhost" || IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host));

    static IResult NotFromHere() => PageEndpoints.Page<MessagePage>(
        new { Heading = "Only on the machine itself", Sentence = "The demo lets anybody answer as anybody, so its desk opens only where it runs: on 127.0.0.1 or localhost.", BackTo = "/square", Back = "To the square" },
        StatusCodes.Status403Forbidden);
}
