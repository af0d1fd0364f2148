using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Input;
using Escalation.Server.Access;
using Escalation.Server.Live;
using Escalation.Server.Pages.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Escalation.Server.Pages.Desk;

/// <summary><c>/desk</c>: where an expert answers. What may be done is for the operations to say; what they say stands on the page.</summary>
static class DeskEndpoints
{
    const string ListChanged = "list", QuestionChanged = "question";

    public static void AddDesk(this IServiceCollection services) => services.AddSingleton<DeskQuery>().AddSingleton<DeskQuestionQuery>().AddSingleton<DeskPages>();

    public static void MapDesk(this WebApplication app)
    {
        var desk = app.MapGroup("/desk").RequireAuthorization(AccessServices.SignedIn);
        desk.MapGet("", (Caller caller, DeskPages pages) => pages.ListAsync(caller.Actor));
        desk.MapGet("/list", async (Caller caller, Guid? open, DeskQuery query) =>
            PageEndpoints.Page<DeskList>(new { Groups = await query.ListAsync(caller.Actor), Open = open }));
        desk.MapGet("/{id:guid}", (Guid id, Caller caller, string? done, DeskPages pages) => pages.OpenAsync(id, caller.Actor, new DeskNotice(done, null, null)));
        desk.MapGet("/{id:guid}/question", async (Guid id, Caller caller, DeskQuestionQuery query) => await query.OpenAsync(id, caller.Actor) is { } question
            ? (IResult)PageEndpoints.Page<QuestionView>(new { Question = question })
            : PageEndpoints.Page<QuestionGone>());
        desk.MapGet("/events", (Guid? open, PageChanges changes, CancellationToken cancellation) => TypedResults.ServerSentEvents(changes.OfAsync(
            entry => entry.ConversationId == open ? [ListChanged, QuestionChanged] : [ListChanged], [ListChanged, QuestionChanged], cancellation)));

        // A form's fields are asked for one by one: that is also what has its antiforgery token checked.
        desk.MapPost("/{id:guid}/accept", (Guid id, Caller caller, [FromForm] string? text, AcceptQuestion accept, DeskPages pages, CancellationToken ct) =>
            pages.AfterAsync(id, caller.Actor, text, "accepted", () => accept.HandleAsync(id, caller.Actor, ct))).TakesForm();
        desk.MapPost("/{id:guid}/decline", (Guid id, Caller caller, [FromForm] string? reason, [FromForm] string? suggest, DeclineQuestion decline, DeskPages pages, CancellationToken ct) =>
            pages.AfterAsync(id, caller.Actor, null, "declined", () => VisibleText.IsEmpty(reason)
                ? Task.FromResult<Outcome>(new Outcome.Invalid("reason", "Please say in a few words why it is not yours."))
                : decline.HandleAsync(id, caller.Actor, reason.Trim(), string.IsNullOrEmpty(suggest) ? null : suggest, ct))).TakesForm();
        desk.MapPost("/{id:guid}/forward", (Guid id, Caller caller, [FromForm] string? to, ForwardQuestion forward, DeskPages pages, CancellationToken ct) =>
            pages.AfterAsync(id, caller.Actor, null, "forwarded", () => string.IsNullOrEmpty(to)
                ? Task.FromResult<Outcome>(new Outcome.Invalid("to", "Please choose where it belongs."))
                : forward.HandleAsync(id, caller.Actor, to, null, insist: false, ct))).TakesForm();
        desk.MapPost("/{id:guid}/answer", (Guid id, Caller caller, [FromForm] string? text, SubmitAnswer submit, DeskPages pages, CancellationToken ct) =>
            pages.AfterAsync(id, caller.Actor, text, "sent", () => VisibleText.IsEmpty(text)
                ? Task.FromResult<Outcome>(new Outcome.Invalid("text", "There is nothing to send yet."))
                : submit.HandleAsync(id, caller.Actor, text.ReplaceLineEndings("\n").Trim(), holding: false, ct))).TakesForm();
    }
}

/// <summary>What came of what the person did last. <paramref name="Draft"/>: what they wrote stays when it could not be done.</summary>
public sealed record DeskNotice(string? Done, string? Problem, string? Draft)
{
    public static readonly DeskNotice None = new(null, null, null);

    public bool IsSent => Done == "sent";

    public string? Thanks => Done switch
    {
        "accepted" => "It is yours. Take your time, but mind the clock.",
        "declined" => "Thank you for saying so. Somebody else is asked now.",
        "forwarded" => "Forwarded.",
        "sent" => "Thank you! Your answer is on its way.",
        _ => null,
    };
}
