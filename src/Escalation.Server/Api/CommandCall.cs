using Escalation.Access;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Server.Access;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

/// <summary>What every <c>POST</c> that acts has in common: its body, who acts, and the client's <c>Idempotency-Key</c>.</summary>
static class CommandCall
{
    const string Header = "Idempotency-Key";

    /// <summary>Goes on with who acts and the body, if both are right; else answers with all that is wrong.</summary>
    public static Task<IResult> ReadAsync<TBody>(HttpContext context, Caller caller, Func<JsonInput, TBody> read, Func<Actor, TBody, Task<IResult>> act)
        where TBody : ConversationActionsApi.ByBody =>
        Body.ReadAsync(context.Request, read, async (body, bytes) =>
        {
            var (actor, whyNot) = caller.ActingAs(body.By, context.RequestServices.GetRequiredService<CurrentOrganization>().Now.File);
            var key = context.Request.Headers[Header];
            List<Fault> faults = [];
            if (whyNot is not null)
                faults.Add(new Fault("by", whyNot));
            if (key.Count > 1 || key.ToString().Length > IdempotencyKey.MaxLength)
                faults.Add(new Fault(Header, $"must be one text of at most {IdempotencyKey.MaxLength} characters"));
            if (faults.Count > 0)
                return Problems.Invalid(faults);
            return await act(key.ToString() is { Length: > 0 } name ? actor! with { Key = IdempotencyKey.Of(actor.Name, name, context.Request.Path, bytes.Span) } : actor!, body);
        });

    /// <summary>Names the header and what it may be answered with.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder call) => call.ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Header,
                In = ParameterLocation.Header,
                Description = "A name for this command, unique for each: repeated within 24 hours with the same body, it is done once and answered the same",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyKey.MaxLength },
            });
            return Task.CompletedTask;
        });
}
