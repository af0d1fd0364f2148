using Escalation.Access;
using Escalation.Answers;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

static class AnswersApi
{
    public static void MapAnswers(this IEndpointRouteBuilder api)
    {
        Map(api, "approve", (work, id, actor, ct) => work.ApproveAsync(id, actor, ct));
        Map(api, "reject", (work, id, actor, ct) => work.RejectAsync(id, actor, ct));
        Map(api, "retry", (work, id, actor, ct) => work.RetryAsync(id, actor, ct));
    }

    static void Map(IEndpointRouteBuilder api, string action, Func<AnswerWork, Guid, Actor, CancellationToken, Task<Outcome>> perform) =>
        api.MapPost($"/answers/{{id:guid}}/{action}", (Guid id, HttpContext context, Caller caller, AnswerWork work, CurrentOrganization organization) =>
                Body.ReadAsync(context.Request, input => new ConversationActionsApi.ByBody(input.Text("by")), async body =>
                {
                    var (actor, whyNot) = caller.ActingAs(body.By, organization.Now.File);
                    return actor is null
                        ? Problems.Invalid([new Fault("by", whyNot!)])
                        : (await perform(work, id, actor, context.RequestAborted)).ToResult();
                }))
            .Accepts<ConversationActionsApi.ByBody>("application/json", "*/*").WithSummary(action);
}
