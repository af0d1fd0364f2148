using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

/// <summary>What people do to a conversation. The rights are the operation's own, so that the UI has the same.</summary>
static class ConversationActionsApi
{
    /// <param name="By">Whom an administrator names as the one who acts.</param>
    public record ByBody(string? By = null);
    public sealed record DeclineBody(string Reason, string? Suggest = null, string? By = null) : ByBody(By);
    public sealed record ForwardBody(string To, string? Note = null, bool? Insist = null, string? By = null) : ByBody(By);
    public sealed record AnswerBody(string Text, bool? Holding = null, string? By = null) : ByBody(By);
    public sealed record NoteBody(string Text, string? By = null) : ByBody(By);
    public sealed record HoldBody(DateTimeOffset? Until = null, string? By = null) : ByBody(By);
    public sealed record CloseBody(string Reason, string? By = null) : ByBody(By);
    public sealed record PriorityBody(string To, string? By = null) : ByBody(By);
    public sealed record MergeBody(string Into, string? By = null) : ByBody(By);
    public sealed record AnswerTaken(Guid Answer);
    public sealed record NoteTaken(Guid Note);

    public static void MapConversationActions(this IEndpointRouteBuilder api)
    {
        Map(api, "accept", "Takes it: \"mine\"", OnlyBy,
            (Guid id, Actor actor, ByBody _, AcceptQuestion accept, CancellationToken ct) => accept.HandleAsync(id, actor, ct), mayBeLeftOut: true);
        Map(api, "decline", "Gives it back: \"not mine\"; suggest may say whose it is, topic:NAME or expert:NAME",
            input => new DeclineBody(input.Text("reason", required: true, maxLength: 2000)!, input.Text("suggest"), By(input)),
            (Guid id, Actor actor, DeclineBody b, DeclineQuestion decline, CancellationToken ct) => decline.HandleAsync(id, actor, b.Reason, b.Suggest, ct));
        Map(api, "forward", "Gives it to another topic or expert: topic:NAME or expert:NAME",
            input => new ForwardBody(input.Text("to", required: true)!, input.LongText("note"), input.Flag("insist"), By(input)),
            (Guid id, Actor actor, ForwardBody b, ForwardQuestion forward, CancellationToken ct) => forward.HandleAsync(id, actor, b.To, b.Note, b.Insist == true, ct));
        Map(api, "answers", "Answers it; the answer is delivered into the thread, after approval where the topic wants it",
            input => new AnswerBody(input.LongText("text", required: true)!, input.Flag("holding"), By(input)),
            (Guid id, Actor actor, AnswerBody b, SubmitAnswer submit, CancellationToken ct) => submit.HandleAsync(id, actor, b.Text, b.Holding == true, ct),
            done: made => TypedResults.Accepted((string?)null, new AnswerTaken(made))).Produces<AnswerTaken>(StatusCodes.Status202Accepted);
        Map(api, "notes", "Adds a remark that only colleagues see", input => new NoteBody(input.LongText("text", required: true)!, By(input)),
            (Guid id, Actor actor, NoteBody b, AddNote add, CancellationToken ct) => add.HandleAsync(id, actor, b.Text, ct),
            done: made => TypedResults.Created((string?)null, new NoteTaken(made))).Produces<NoteTaken>(StatusCodes.Status201Created);
        Map(api, "hold", "Puts it on hold, at most until a moment", input => new HoldBody(input.Instant("until"), By(input)),
            (Guid id, Actor actor, HoldBody b, HoldConversation hold, CancellationToken ct) => hold.HoldAsync(id, actor, b.Until, ct), mayBeLeftOut: true);
        Map(api, "resume", "Takes it off hold", OnlyBy,
            (Guid id, Actor actor, ByBody _, HoldConversation hold, CancellationToken ct) => hold.ResumeAsync(id, actor, ct), mayBeLeftOut: true);
        Map(api, "close", $"Closes it; the reason is one of {string.Join(", ", CloseConversation.Reasons)}",
            input => new CloseBody(input.Text("reason", required: true, check: Readings.OneOf(CloseConversation.Reasons))!, By(input)),
            (Guid id, Actor actor, CloseBody b, CloseConversation close, CancellationToken ct) => close.HandleAsync(id, actor, b.Reason, ct));
        Map(api, "priority", $"Changes its priority to one of {string.Join(", ", ChangePriority.Priorities)}",
            input => new PriorityBody(input.Text("to", required: true, check: Readings.OneOf(ChangePriority.Priorities))!, By(input)),
            (Guid id, Actor actor, PriorityBody b, ChangePriority change, CancellationToken ct) => change.HandleAsync(id, actor, b.To, ct));
        Map(api, "merge", "Joins it into another conversation", input => new MergeBody(input.Text("into", required: true, check: IsId)!, By(input)),
            (Guid id, Actor actor, MergeBody b, MergeConversations merge, CancellationToken ct) => merge.HandleAsync(id, actor, Guid.Parse(b.Into), ct));
    }

    internal static string? By(JsonInput input) => input.Text("by");

    internal static ByBody OnlyBy(JsonInput input) => new(By(input));

    static string? IsId(string text) => Guid.TryParseExact(text, "D", out _) ? null : "must be a conversation's id";

    static RouteHandlerBuilder Map<TBody, TOperation>(
        IEndpointRouteBuilder api, string action, string summary, Func<JsonInput, TBody> read,
        Func<Guid, Actor, TBody, TOperation, CancellationToken, Task<Outcome>> perform, bool mayBeLeftOut = false, Func<Guid, IResult>? done = null)
        where TBody : ByBody
        where TOperation : class
    {
        var call = api.MapPost($"/conversations/{{id:guid}}/{action}", (Guid id, HttpContext context, Caller caller, TOperation operation) =>
                CommandCall.ReadAsync(context, caller, read, async (actor, body) =>
                    (await perform(id, actor, body, operation, context.RequestAborted)).ToResult(done is null ? null : made => done(made.Id!.Value))))
            .Takes<TBody>(mayBeLeftOut).TakesKey().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).WithSummary(summary);
        return done is null ? call.Produces(StatusCodes.Status204NoContent) : call;
    }
}
