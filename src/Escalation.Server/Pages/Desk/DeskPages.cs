using Escalation.Access;
using Escalation.Organization;
using Escalation.Server.Pages.Shared;

namespace Escalation.Server.Pages.Desk;

/// <summary>Puts the page together, whatever led to it.</summary>
sealed class DeskPages(DeskQuery list, DeskQuestionQuery questions, CurrentOrganization organization)
{
    public async Task<IResult> ListAsync(Actor actor) => Page(actor, await list.ListAsync(actor), null, DeskNotice.None, StatusCodes.Status200OK);

    public async Task<IResult> OpenAsync(Guid id, Actor actor, DeskNotice notice, int status = StatusCodes.Status200OK)
    {
        if (await questions.OpenAsync(id, actor) is { } question)
            return Page(actor, await list.ListAsync(actor), question, notice, status);
        // Who declined it or forwarded it may not see it any more; that is no error.
        return notice.Thanks is null
            ? PageEndpoints.Page<MessagePage>(
                new { Heading = "There is no such question", Sentence = "Or it is not one that you may see, for example because it went to somebody else meanwhile.", BackTo = "/desk", Back = "Back to the desk", Look = "desk" },
                StatusCodes.Status404NotFound)
            : Page(actor, await list.ListAsync(actor), null, notice, status);
    }

    /// <summary>Done: the page anew, by an address of its own, so that reloading does not do it again. Else the page says why not and keeps what was written.</summary>
    public async Task<IResult> AfterAsync(Guid id, Actor actor, string? draft, string what, Func<Task<Outcome>> act) => await act() switch
    {
        Outcome.Done => TypedResults.LocalRedirect($"/desk/{id}?done={what}"),
        Outcome.Forbidden forbidden => await OpenAsync(id, actor, new DeskNotice(null, forbidden.Why, draft), StatusCodes.Status403Forbidden),
        Outcome.Conflict conflict => await OpenAsync(id, actor, new DeskNotice(null, conflict.Why, draft), StatusCodes.Status409Conflict),
        Outcome.Invalid invalid => await OpenAsync(id, actor, new DeskNotice(null, string.Join(" ", invalid.Faults.Select(Sentence)), draft), StatusCodes.Status422UnprocessableEntity),
        _ => await OpenAsync(id, actor, DeskNotice.None),
    };

    /// <summary>An operation's fault goes on from the name of the field; this page's own are sentences already.</summary>
    static string Sentence(Input.Fault fault) => char.IsUpper(fault.Message, 0) ? fault.Message : $"The {fault.Path} {fault.Message}.";

    IResult Page(Actor actor, IReadOnlyList<DeskGroup> groups, DeskQuestion? question, DeskNotice notice, int status) =>
        PageEndpoints.Page<DeskPage>(new { Me = organization.Now.File.Person(actor.Name)!, Groups = groups, Question = question, Notice = notice }, status);
}
