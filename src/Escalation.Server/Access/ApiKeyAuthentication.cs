using System.Security.Claims;
using System.Text.Encodings.Web;
using Escalation.Access;
using Escalation.Organization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Escalation.Server.Access;

/// <summary><c>Authorization: Bearer KEY</c>. Programs come with a key, people's browsers with a cookie.</summary>
sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<NoKeyLookedAt>() is not null)
            return AuthenticateResult.NoResult();
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await keys.FindAsync(header[Bearer.Length..].Trim()) is not { } found)
            return AuthenticateResult.Fail("unknown key");

        Context.Features.Set(new Caller(found.Actor, found.Channels, ByKey: true));
        return AuthenticateResult.Success(new AuthenticationTicket(Principal(found.Actor, Scheme.Name), Scheme.Name));
    }

    public static ClaimsPrincipal Principal(Actor actor, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Name), .. actor.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))], scheme));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Api.Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "A valid API key is needed: Authorization: Bearer KEY.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Api.Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "This key's role does not allow that.").ExecuteAsync(Context);
}

/// <summary>On an endpoint that is open to all: a key that comes along is not looked up, which would need the database.</summary>
sealed class NoKeyLookedAt
{
    public static readonly NoKeyLookedAt Instance = new();
}
