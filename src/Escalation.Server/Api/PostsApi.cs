using System.Text;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Escalation.Server.Api;

/// <summary>
/// Posts that a program brings to a channel of the network webhook, edits there and deletes: with a key, or signed with
/// the channel's secret. A post is acknowledged when its row is committed, not before.
/// </summary>
static class PostsApi
{
    const string OnePost = "/channels/{channel}/posts/{id}";

    public static void MapPosts(this IEndpointRouteBuilder api)
    {
        // Who may call is decided inside: by key or by the channel's signature.
        api.MapPost("/channels/{channel}/posts", (string channel, HttpContext context, Intake intake) =>
                TakeAsync(channel, context, intake, json => Body.Read(json, PostBody.Read), Taken)).AllowAnonymous()
            .Takes<PostBody>().Produces<PostTaken>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable).WithSummary("The generic inbound webhook: brings one post");
        api.MapPut(OnePost, (string channel, string id, HttpContext context, Intake intake) =>
                TakeAsync(channel, context, intake, json => ReadWithId(context, json, (input, post) => EditBody.Read(input, post, intake.Time.GetUtcNow())), Taken)).AllowAnonymous()
            .Takes<EditBody>().Produces<PostTaken>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable).WithSummary("The post was edited; one that is not known yet is a new one");
        api.MapDelete(OnePost, (string channel, string id, HttpContext context, Intake intake) =>
                TakeAsync(channel, context, intake, _ => ReadWithId(context, default, (_, post) => Deleted(post, intake.Time.GetUtcNow())), _ => TypedResults.NoContent(), isJson: false)).AllowAnonymous()
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable).WithSummary("The post was deleted; its text goes, also when the post itself comes later");
    }

    public sealed record PostTaken(Guid? Conversation, bool Duplicate);

    public sealed record Intake(ConnectorRegistry Connectors, Database Database, ReceivePost Receive, TimeProvider Time);

    static async Task<IResult> TakeAsync(
        string channel, HttpContext context, Intake intake, Func<ReadOnlyMemory<byte>, ReadResult<InboundPost>> read, Func<ReceivePost.Received, IResult> answer, bool isJson = true)
    {
        var (body, unread) = isJson ? await Body.JsonAsync(context.Request) : await Body.BytesAsync(context.Request);
        if (unread is not null)
            return unread;
        var connected = intake.Connectors.Find(channel);
        var (refusal, signedId) = await PostSender.CheckAsync(context, channel, connected, body);
        if (refusal is not null)
            return refusal;
        if (intake.Connectors.Problems.ContainsKey(channel))
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-connected", $"The channel '{channel}' is not connected now; doctor says what to mend. Try again later.");
        if (connected?.Connector is not WebhookConnector)
            return Problems.NotFound($"There is no channel '{channel}' of network webhook.");
        var post = read(body);
        if (!post.Ok)
            return Problems.Invalid(post.Faults);

        var cancellation = context.RequestAborted;
        var received = await intake.Database.WriteAsync<ReceivePost.Received?>(async db => signedId is null
            ? await ReceiveAsync(db)
            : await db.TakeSignedOnceAsync(channel, signedId, Content(context.Request, body), () => ReceiveAsync(db), cancellation), cancellation);
        return received is null ? UsedForAnother : answer(received);

        Task<ReceivePost.Received> ReceiveAsync(EscalationDb db) => intake.Receive.HandleAsync(db, connected.Channel, post.Value, cancellation);
    }

    static IResult Taken(ReceivePost.Received received) => TypedResults.Accepted((string?)null, new PostTaken(received.Conversation, received.Duplicate));

    internal static readonly IResult UsedForAnother = Problems.Of(StatusCodes.Status409Conflict, "replayed",
        "This webhook-id was used for another request. Give each request an id of its own, and repeat one only as it was.");

    /// <summary>The signature covers the body alone; what is to be done with it must be the same, too.</summary>
    static ReadOnlyMemory<byte> Content(HttpRequest request, ReadOnlyMemory<byte> body) =>
        (byte[])[.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body.Span];

    static ReadResult<InboundPost> ReadWithId(HttpContext context, ReadOnlyMemory<byte> json, Func<JsonInput, string, InboundPost> read)
    {
        // As it was written: the route's value keeps an escaped slash as it is.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var id = Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..]);
        return Body.Read(json, input =>
        {
            var fault = VisibleText.IsEmpty(id) ? "must not be empty" : id.Contains('\0') ? "must not contain the character NUL" : PostBody.CheckId(id);
            if (fault is not null)
                input.Fault("id", fault);
            return read(input, id);
        });
    }

    static InboundPost Deleted(string id, DateTimeOffset now) => new(id, "", new InboundAuthor("", ""), DeletedAt: now);
}
