using Escalation.Organization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Escalation.Server.Access;

/// <summary>Every endpoint says who may call it; one that says nothing is closed to all.</summary>
static class AccessServices
{
    /// <summary>Whoever works with conversations: everybody but integrations.</summary>
    public const string Staff = nameof(Staff);
    public const string SeesAll = nameof(SeesAll);
    public const string Administrator = nameof(Administrator);

    /// <summary>A person of the organization, at a page. The policies above are for keys: the API takes no cookie.</summary>
    public const string SignedIn = nameof(SignedIn);

    public static void AddAccess(this IServiceCollection services, DirectoryInfo data)
    {
        services.AddKeysOfCookies(data);
        services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddPersonCookie();
        services.AddAuthorizationBuilder()
            .AddPolicy(Staff, ForRoles(Role.Expert, Role.Manager, Role.Ops, Role.Admin))
            .AddPolicy(SeesAll, ForRoles(Role.Manager, Role.Ops, Role.Admin))
            .AddPolicy(Administrator, ForRoles(Role.Admin))
            .AddPolicy(SignedIn, policy => policy.AddAuthenticationSchemes(PersonCookie.SchemeName).RequireAuthenticatedUser())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }

    static Action<AuthorizationPolicyBuilder> ForRoles(params Role[] roles) => policy =>
        policy.AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireRole(roles.Select(role => role.ToString()));

    /// <summary>What a browser is told to refuse, on every answer.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });
}
