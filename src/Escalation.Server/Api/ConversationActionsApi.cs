using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

/// <summary>What people do to a conversation. The rights are the operation's own, so that the UI has the same.</summary>
static class ConversationActionsApi
{
    public sealed record ByBody(string? By);
    public sealed record DeclineBody(string? By, string Reason, string? Suggest);
    public sealed record ForwardBody(string? By, string To, string? Note, bool? Insist);
    public sealed record AnswerBody(string? By, string Text, bool? Holding);
    public sealed record NoteBody(string? By, string Text);
    public sealed record HoldBody(string? By, DateTimeOffset? Until);
    public sealed record CloseBody(string? By, string Reason);
    public sealed record PriorityBody(string? By, string To);
    public sealed record MergeBody(string? By, string Into);
    public sealed record AnswerTaken(Guid Answer);
    public sealed record NoteTaken(Guid Note);

    const int LongText = ReceivePost.MaxTextBytes;

    public static void MapConversationActions(this IEndpointRouteBuilder api)
    {
        Map(api, "accept", input => new ByBody(By(input)), b => b.By,
            (Guid id, Actor actor, ByBody _, AcceptQuestion accept, CancellationToken ct) => accept.HandleAsync(id, actor, ct));
        Map(api, "decline", input => new DeclineBody(By(input), input.Text("reason", required: true, maxLength: 2000)!, input.Text("suggest")), b => b.By,
            (Guid id, Actor actor, DeclineBody b, DeclineQuestion decline, CancellationToken ct) => decline.HandleAsync(id, actor, b.Reason, b.Suggest, ct));
        Map(api, "forward", input => new ForwardBody(By(input), input.Text("to", required: true)!, input.Text("note", maxLength: LongText), input.Flag("insist")), b => b.By,
            (Guid id, Actor actor, ForwardBody b, ForwardQuestion forward, CancellationToken ct) => forward.HandleAsync(id, actor, b.To, b.Note, b.Insist == true, ct));
        Map(api, "answers", input => new AnswerBody(By(input), input.Text("text", required: true, maxLength: LongText, check: PostBody.CheckSize)!, input.Flag("holding")), b => b.By,
            (Guid id, Actor actor, AnswerBody b, SubmitAnswer submit, CancellationToken ct) => submit.HandleAsync(id, actor, b.Text, b.Holding == true, ct),
            done => TypedResults.Accepted((string?)null, new AnswerTaken(done.Id!.Value)));
        Map(api, "notes", input => new NoteBody(By(input), input.Text("text", required: true, maxLength: LongText)!), b => b.By,
            (Guid id, Actor actor, NoteBody b, AddNote add, CancellationToken ct) => add.HandleAsync(id, actor, b.Text, ct),
            done => TypedResults.Created((string?)null, new NoteTaken(done.Id!.Value)));
        Map(api, "hold", input => new HoldBody(By(input), input.Instant("until")), b => b.By,
            (Guid id, Actor actor, HoldBody b, HoldConversation hold, CancellationToken ct) => hold.HoldAsync(id, actor, b.Until, ct));
        Map(api, "resume", input => new ByBody(By(input)), b => b.By,
            (Guid id, Actor actor, ByBody _, HoldConversation hold, CancellationToken ct) => hold.ResumeAsync(id, actor, ct));
        Map(api, "close", input => new CloseBody(By(input), input.Text("reason", required: true, check: Readings.OneOf(CloseConversation.Reasons))!), b => b.By,
            (Guid id, Actor actor, CloseBody b, CloseConversation close, CancellationToken ct) => close.HandleAsync(id, actor, b.Reason, ct));
        Map(api, "priority", input => new PriorityBody(By(input), input.Text("to", required: true, check: Readings.OneOf(ChangePriority.Priorities))!), b => b.By,
            (Guid id, Actor actor, PriorityBody b, ChangePriority change, CancellationToken ct) => change.HandleAsync(id, actor, b.To, ct));
        Map(api, "merge", input => new MergeBody(By(input), input.Text("into", required: true, check: IsId)!), b => b.By,
            (Guid id, Actor actor, MergeBody b, MergeConversations merge, CancellationToken ct) => merge.HandleAsync(id, actor, Guid.Parse(b.Into), ct));
    }

    static string? By(JsonInput input) => input.Text("by");

    static string? IsId(string text) => Guid.TryParse(text, out _) ? null : "must be a conversation's id";

    static void Map<TBody, TOperation>(
        IEndpointRouteBuilder api, string action, Func<JsonInput, TBody> read, Func<TBody, string?> by,
        Func<Guid, Actor, TBody, TOperation, CancellationToken, Task<Outcome>> perform, Func<Outcome.Done, IResult>? done = null)
        where TBody : class
        where TOperation : class =>
        api.MapPost($"/conversations/{{id:guid}}/{action}", (Guid id, HttpContext context, Caller caller, TOperation operation, CurrentOrganization organization) =>
                Body.ReadAsync(context.Request, read, async body =>
                {
                    var (actor, whyNot) = caller.ActingAs(by(body), organization.Now.File);
                    return actor is null
                        ? Problems.Invalid([new Fault("by", whyNot!)])
                        : (await perform(id, actor, body, operation, context.RequestAborted)).ToResult(done);
                }))
            .Accepts<TBody>("application/json", "*/*").WithSummary(action);
}
