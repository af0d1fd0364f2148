using System.Collections.Immutable;
using System.Security.Claims;
using Escalation.Access;
using Escalation.Organization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Escalation.Server.Access;

/// <summary>
/// Who sits at the browser. The cookie says a name and nothing else: what the person may do is looked up in the
/// organization at every request, so whoever has left it is out at once.
/// </summary>
static class PersonCookie
{
    public const string SchemeName = "Person";
    public const string SignInPath = "/sign-in";

    static readonly TimeSpan WorkingDay = TimeSpan.FromHours(12);

    public static void AddPersonCookie(this AuthenticationBuilder authentication) => authentication.AddCookie(SchemeName, cookie =>
    {
        cookie.Cookie.Name = "escalation";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = WorkingDay;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPath;
        cookie.ReturnUrlParameter = "back";
        cookie.Events = new CookieAuthenticationEvents { OnValidatePrincipal = RecogniseAsync, OnRedirectToLogin = AskToSignIn, OnRedirectToAccessDenied = Forbid };
    });

    /// <summary>So that a restart signs nobody out.</summary>
    public static void AddKeysOfCookies(this IServiceCollection services, DirectoryInfo data)
    {
        var keys = Path.Combine(data.FullName, "keys");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(keys);
        else
            Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("Escalation").PersistKeysToFileSystem(new DirectoryInfo(keys));
    }

    public static Task SignInAsync(HttpContext context, Person person) =>
        context.SignInAsync(SchemeName, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, person.Name)], SchemeName)));

    public static Task SignOutAsync(HttpContext context) => context.SignOutAsync(SchemeName);

    static Task RecogniseAsync(CookieValidatePrincipalContext context)
    {
        var organization = context.HttpContext.RequestServices.GetRequiredService<CurrentOrganization>();
        if (organization.Now.File.Person(context.Principal?.Identity?.Name) is not { } person)
        {
            context.RejectPrincipal();
            return SignOutAsync(context.HttpContext);
        }
        var actor = new Actor(person.Name, person.Roles.ToImmutableHashSet(), person);
        context.HttpContext.Features.Set(new Caller(actor, [], ByKey: false));
        return Task.CompletedTask;
    }

    /// <summary>A page is led to the sign-in; what a page fetches for itself must not get another page in its place.</summary>
    static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var headers = context.Request.Headers;
        if (headers.ContainsKey("HX-Request"))
            context.Response.Headers["HX-Redirect"] = SignInPath;
        if (headers.ContainsKey("HX-Request") || headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    static Task Forbid(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
