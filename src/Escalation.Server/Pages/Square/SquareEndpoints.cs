using Escalation.Server.Live;
using Escalation.Server.Pages.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Escalation.Server.Pages.Square;

/// <summary><c>/square</c>, the demo's public network. Everybody reads and asks; who asked may reply in the thread.</summary>
static class SquareEndpoints
{
    const string FeedChanged = "feed", ThreadChanged = "thread";

    public static void AddSquare(this IServiceCollection services) => services.AddSingleton<SquareQuery>().AddSingleton<SquareIntake>();

    public static void MapSquare(this WebApplication app)
    {
        var square = app.MapGroup("/square").AllowAnonymous();
        square.MapGet("", async (HttpContext context, string? ask, SquareQuery query) => await FeedAsync(context, query, new AskForm(null, ask, null), new Dictionary<string, string>()));
        square.MapGet("/feed", async (SquareQuery query) => PageEndpoints.Page<SquareFeed>(new { Threads = await query.FeedAsync() }));
        square.MapGet("/{id:guid}", async (Guid id, HttpContext context, SquareQuery query) => await ThreadAsync(id, context, query, null, null));
        square.MapGet("/{id:guid}/posts", async (Guid id, SquareQuery query) =>
            await query.ThreadAsync(id) is { } thread ? PageEndpoints.Page<SquarePosts>(new { Thread = thread }) : NoThread());
        square.MapGet("/events", (Guid? thread, PageChanges changes, CancellationToken cancellation) => TypedResults.ServerSentEvents(thread is { } open
            ? changes.OfAsync(entry => entry.ConversationId == open ? [ThreadChanged] : [], [ThreadChanged], cancellation)
            : changes.OfAsync(_ => [FeedChanged], [FeedChanged], cancellation)));
        square.MapPost("", AskAsync).TakesForm();
        square.MapPost("/{id:guid}", ReplyAsync).TakesForm();
    }

    static async Task<IResult> AskAsync(
        HttpContext context, [FromForm] string? name, [FromForm] string? text, [FromForm(Name = "form")] string? once, SquareQuery query, SquareIntake intake)
    {
        var form = new AskForm(name, text, once);
        var faults = form.Faults();
        if (faults.Count > 0)
            return await FeedAsync(context, query, form, faults);
        var author = SquareVisitor.OfOrNew(context);
        var id = await intake.TakeAsync(author, form.CleanName, form.CleanText, form.Form, inReplyTo: null, context.RequestAborted);
        return TypedResults.Redirect($"/square/{id}");
    }

    static async Task<IResult> ReplyAsync(Guid id, HttpContext context, [FromForm] string? text, [FromForm(Name = "form")] string? once, SquareQuery query, SquareIntake intake)
    {
        var form = new ReplyForm(text, once);
        if (await query.ThreadAsync(id) is not { } thread)
            return NoThread();
        var author = SquareVisitor.Of(context);
        if (author != thread.AuthorId)
            return PageEndpoints.Page<MessagePage>(new { Heading = "This is not your thread", Sentence = $"Only {thread.Author} can reply here, from the browser in which the question was asked. You can ask a question of your own, though.", BackTo = "/square", Back = "Ask a question", Look = "square" }, StatusCodes.Status403Forbidden);
        if (form.Fault is { } fault)
            return await ThreadAsync(id, context, query, form.Text, fault);
        // A closed thread that is not opened again goes on in a new one.
        var taken = await intake.TakeAsync(author, thread.Author, form.CleanText, form.Form, thread.LastPost, context.RequestAborted);
        return TypedResults.Redirect($"/square/{taken}");
    }

    static async Task<IResult> FeedAsync(HttpContext context, SquareQuery query, AskForm form, IReadOnlyDictionary<string, string> faults)
    {
        var name = form.Name ?? (SquareVisitor.Of(context) is { } author ? await query.NameOfAsync(author) : null);
        return PageEndpoints.Page<SquarePage>(
            new { Threads = await query.FeedAsync(), Form = form with { Name = name }, Faults = faults },
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> ThreadAsync(Guid id, HttpContext context, SquareQuery query, string? draft, string? fault) =>
        await query.ThreadAsync(id) is { } thread
            ? PageEndpoints.Page<ThreadPage>(
                new { Thread = thread, IsMine = SquareVisitor.Of(context) == thread.AuthorId, Draft = draft, Fault = fault },
                fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : NoThread();

    static IResult NoThread() => PageEndpoints.Page<MessagePage>(
        new { Heading = "There is no such thread", Sentence = "It may have been taken down, or the address is not quite right.", BackTo = "/square", Back = "To the square", Look = "square" },
        StatusCodes.Status404NotFound);
}
