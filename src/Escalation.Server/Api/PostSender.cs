using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Server.Access;
using Microsoft.AspNetCore.Authentication;

namespace Escalation.Server.Api;

/// <summary>Who brings a post to a channel: a key that may post there, or whoever signs with the channel's secret.</summary>
static class PostSender
{
    /// <returns>Why it is not let in; else the id that was signed, null where a key was shown.</returns>
    public static async Task<(IResult? Refusal, string? SignedId)> CheckAsync(HttpContext context, string channel, Connected? connected, ReadOnlyMemory<byte> body)
    {
        if (context.Request.Headers.ContainsKey("Authorization"))
            return (await WhyKeyIsRefusedAsync(context, channel), null);

        var headers = Headers(context.Request);
        var why = connected?.Connector is WebhookConnector webhook
            ? webhook.WhyRefused(new WebhookRequest(headers, body))
            : "A key is needed (Authorization: Bearer KEY), or a signature with the channel's secret.";
        return why is null
            ? (null, headers[StandardWebhookSignature.IdHeader])
            : (Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", why), null);
    }

    public static Dictionary<string, string> Headers(HttpRequest request) =>
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    static async Task<IResult?> WhyKeyIsRefusedAsync(HttpContext context, string channel)
    {
        var authenticated = await context.AuthenticateAsync(ApiKeyAuthentication.SchemeName);
        if (!authenticated.Succeeded || context.Features.Get<Caller>() is not { } caller)
            return Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "The API key is not known.");
        var mayPost = caller.Actor.Is(Role.Admin) || caller.Actor.Is(Role.Integration) && caller.Channels.Contains(channel);
        return mayPost ? null : Problems.Of(StatusCodes.Status403Forbidden, "forbidden", $"This key may not post to the channel '{channel}'.");
    }
}
