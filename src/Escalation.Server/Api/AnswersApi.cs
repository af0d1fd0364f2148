using Escalation.Access;
using Escalation.Answers;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

static class AnswersApi
{
    public static void MapAnswers(this IEndpointRouteBuilder api)
    {
        Map(api, "approve", "Lets an answer go out that waits for approval", (work, id, actor, ct) => work.ApproveAsync(id, actor, ct));
        Map(api, "reject", "Returns an answer that waits for approval", (work, id, actor, ct) => work.RejectAsync(id, actor, ct));
        Map(api, "retry", "Tries a delivery again that failed or whose outcome is unknown", (work, id, actor, ct) => work.RetryAsync(id, actor, ct));
    }

    static void Map(IEndpointRouteBuilder api, string action, string summary, Func<AnswerWork, Guid, Actor, CancellationToken, Task<Outcome>> perform) =>
        api.MapPost($"/answers/{{id:guid}}/{action}", (Guid id, HttpContext context, Caller caller, AnswerWork work) =>
                CommandCall.ReadAsync(context, caller, ConversationActionsApi.OnlyBy, async (actor, _) => (await perform(work, id, actor, context.RequestAborted)).ToResult()))
            .Takes<ConversationActionsApi.ByBody>(mayBeLeftOut: true).TakesKey().Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).WithSummary(summary);
}
