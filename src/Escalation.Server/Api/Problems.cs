using Escalation.Access;
using Escalation.Input;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Escalation.Server.Api;

/// <summary>Everything that goes wrong, as <c>application/problem+json</c> (RFC 9457): a type, a sentence for a person (<c>detail</c>) and, for input, all faults at once.</summary>
static class Problems
{
    const string TypePrefix = "urn:escalation:problem:";

    public static IResult Of(int status, string type, string sentence) => TypedResults.Problem(About(status, type, sentence));

    public static IResult NotFound(string sentence = "There is no such thing, or you may not see it.") => Of(StatusCodes.Status404NotFound, "not-found", sentence);

    public static IResult Invalid(IReadOnlyList<Fault> faults)
    {
        var problem = About(StatusCodes.Status400BadRequest, "invalid",
            faults.Count == 1 ? "One thing is wrong with the input." : $"{faults.Count} things are wrong with the input.");
        problem.Extensions["errors"] = faults.GroupBy(fault => fault.Path).ToDictionary(g => g.Key, g => g.Select(fault => fault.Message).ToArray());
        return TypedResults.Problem(problem);
    }

    /// <summary>What the framework refuses by itself, without a word.</summary>
    public static IResult Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound("There is no such thing here; the calls are in /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method-not-allowed", "This address takes other methods; the header Allow names them."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "too-large", "The request is too large."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "not-json", "The body must be JSON: Content-Type: application/json."),
        >= 500 => Of(status, "failed", "Something went wrong in the service; its log says what. Trying again later may help."),
        _ => Of(status, "bad-request", "The request could not be understood."),
    };

    /// <param name="done">The answer when it was done.</param>
    public static IResult ToResult(this Outcome outcome, Func<Outcome.Done, IResult>? done = null) => outcome switch
    {
        Outcome.Done d => done?.Invoke(d) ?? TypedResults.NoContent(),
        Outcome.NotFound => NotFound(),
        Outcome.Forbidden forbidden => Of(StatusCodes.Status403Forbidden, "forbidden", forbidden.Why),
        Outcome.KeyReused => Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused",
            "This Idempotency-Key was used for something else within 24 hours. Use a new key for each command, and the same one only to repeat it."),
        Outcome.Conflict conflict => Of(StatusCodes.Status409Conflict, "conflict", conflict.Why),
        Outcome.Invalid invalid => Invalid(invalid.Faults),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };

    static ProblemDetails About(int status, string type, string sentence) =>
        new() { Status = status, Type = TypePrefix + type, Title = ReasonPhrases.GetReasonPhrase(status), Detail = sentence };
}
