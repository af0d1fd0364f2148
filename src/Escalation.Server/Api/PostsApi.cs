using System.Security.Cryptography;
using System.Text;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

/// <summary>
/// Posts that are brought to us: by the generic webhook channel (a key, or signed with the channel's secret) and by
/// networks that call themselves. A post is acknowledged when its row is committed, not before.
/// </summary>
static class PostsApi
{
    public static void MapPosts(this IEndpointRouteBuilder api)
    {
        // Who may call is decided inside: by key, by the channel's or by the network's signature.
        api.MapPost("/channels/{channel}/posts", ReceiveAsync).AllowAnonymous()
            .Takes<PostBody>().Produces<PostTaken>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable).WithSummary("The generic inbound webhook: brings one post");
        api.MapPost("/webhooks/{channel}", ReceiveWebhookAsync).AllowAnonymous()
            .Produces(StatusCodes.Status200OK).Refuses(StatusCodes.Status404NotFound).WithSummary("What a network itself calls, with its own signature");
    }

    public sealed record PostTaken(Guid? Conversation, bool Duplicate);

    static async Task<IResult> ReceiveAsync(
        string channel, HttpContext context, ConnectorRegistry connectors, Database database, ReceivePost receive, TimeProvider time)
    {
        var (bytes, unread) = await Body.JsonAsync(context.Request);
        if (unread is not null)
            return unread;
        var connected = connectors.Find(channel);
        var (refusal, signature) = await WhyRefusedAsync(context, channel, connected, bytes);
        if (refusal is not null)
            return refusal;
        if (connectors.Problems.ContainsKey(channel))
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-connected", $"The channel '{channel}' is not connected now; doctor says what to mend. Try again later.");
        if (connected?.Connector is not WebhookConnector)
            return Problems.NotFound($"There is no channel '{channel}' of network webhook.");

        var body = Body.Read(bytes, PostBody.Read);
        if (!body.Ok)
            return Problems.Invalid(body.Faults);
        var received = await database.WriteAsync<ReceivePost.Received?>(async db =>
            signature is { } signed && !await IsFirstUseAsync(db, channel, signed, time) ? null : await receive.HandleAsync(db, connected.Channel, body.Value, context.RequestAborted));
        return received is null ? Replayed : TypedResults.Accepted((string?)null, new PostTaken(received.Conversation, received.Duplicate));
    }

    static async Task<(IResult? Refusal, string? Signature)> WhyRefusedAsync(
        HttpContext context, string channel, Connected? connected, ReadOnlyMemory<byte> body)
    {
        if (context.Request.Headers.ContainsKey("Authorization"))
        {
            var authenticated = await context.AuthenticateAsync(ApiKeyAuthentication.SchemeName);
            if (!authenticated.Succeeded || context.Features.Get<Caller>() is not { } caller)
                return (Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "The API key is not known."), null);
            var mayPost = caller.Actor.Is(Role.Admin) || caller.Actor.Is(Role.Integration) && caller.Channels.Contains(channel);
            return (mayPost ? null : Problems.Of(StatusCodes.Status403Forbidden, "forbidden", $"This key may not post to the channel '{channel}'."), null);
        }

        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var why = connected?.Connector is WebhookConnector webhook
            ? webhook.WhyRefused(new WebhookRequest(headers, body))
            : "A key is needed (Authorization: Bearer KEY), or a signature with the channel's secret.";
        return why is null
            ? (null, headers["webhook-id"] + headers["webhook-timestamp"])
            : (Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", why), null);
    }

    static async Task<IResult> ReceiveWebhookAsync(string channel, HttpContext context, ConnectorRegistry connectors, Database database, ReceivePost receive, TimeProvider time)
    {
        if (connectors.Find(channel) is not { Connector: IWebhookConnector connector } connected)
            return Problems.NotFound("There is no channel here that a network calls.");
        var (bytes, unread) = await Body.BytesAsync(context.Request);
        if (unread is not null)
            return unread;
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var reading = connector.Read(new WebhookRequest(headers, bytes));
        if (reading.Refusal is not null)
            return Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", reading.Refusal);

        await database.WriteAsync(async db =>
        {
            if (reading.Signature is { } signature && !await IsFirstUseAsync(db, channel, signature, time))
                return;
            foreach (var post in reading.Posts)
            {
                await receive.HandleAsync(db, connected.Channel, post, context.RequestAborted);
                await db.SaveChangesAsync();
            }
        });
        return TypedResults.Ok();
    }

    static readonly IResult Replayed = Problems.Of(StatusCodes.Status409Conflict, "replayed",
        "This signed request was taken before. Sign each try anew, with its own timestamp and the same webhook-id.");

    /// <summary>Written in the commit of the posts, so that a request whose commit failed may come again.</summary>
    static async Task<bool> IsFirstUseAsync(EscalationDb db, string channel, string signature, TimeProvider time)
    {
        var request = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}\n{signature}")).AsSpan(0, 16));
        var at = time.GetUtcNow().UtcTicks;
        return await db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox (message_id, consumer_id, at) VALUES ({request}, {Guid.Empty}, {at}) ON CONFLICT DO NOTHING") == 1;
    }
}
