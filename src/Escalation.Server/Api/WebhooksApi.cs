using Escalation.Connectors;
using Escalation.Questions;

namespace Escalation.Server.Api;

/// <summary>What networks call by themselves, with their own signature.</summary>
static class WebhooksApi
{
    public static void MapWebhooks(this IEndpointRouteBuilder api) =>
        api.MapPost("/webhooks/{channel}", ReceiveAsync).AllowAnonymous()
            .Produces(StatusCodes.Status200OK).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).WithSummary("What a network itself calls, with its own signature");

    static async Task<IResult> ReceiveAsync(string channel, HttpContext context, PostsApi.Intake intake)
    {
        if (intake.Connectors.Find(channel) is not { Connector: IWebhookConnector connector } connected)
            return Problems.NotFound("There is no channel here that a network calls.");
        var (bytes, unread) = await Body.BytesAsync(context.Request);
        if (unread is not null)
            return unread;
        var reading = connector.Read(new WebhookRequest(PostSender.Headers(context.Request), bytes));
        if (reading.Refusal is not null)
            return Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", reading.Refusal);

        // Each post is a commit of its own: they may belong to many conversations, and one that was taken is a duplicate when the request comes again.
        var cancellation = context.RequestAborted;
        foreach (var post in reading.Posts.SkipLast(1))
            await intake.Database.WriteAsync(db => intake.Receive.HandleAsync(db, connected.Channel, post, cancellation), cancellation);
        var last = reading.Posts.Count > 0 ? reading.Posts[^1] : null;
        var received = await intake.Database.WriteAsync<ReceivePost.Received?>(
            async db => reading.Signature is { } signature
                ? await db.TakeSignedOnceAsync(channel, signature, bytes, () => ReceiveLastAsync(db), cancellation)
                : await ReceiveLastAsync(db), cancellation);
        return received is null ? PostsApi.UsedForAnother : TypedResults.Ok();

        async Task<ReceivePost.Received> ReceiveLastAsync(Storage.EscalationDb db) =>
            last is null ? new ReceivePost.Received(null, Duplicate: false) : await intake.Receive.HandleAsync(db, connected.Channel, last, cancellation);
    }
}
