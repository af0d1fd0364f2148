using Escalation.Access;
using Escalation.Input;
using Microsoft.AspNetCore.Mvc;

namespace Escalation.Server.Api;

/// <summary>Everything that goes wrong, as <c>application/problem+json</c> (RFC 9457): a type, a sentence for a person and, for input, all faults at once.</summary>
static class Problems
{
    const string TypePrefix = "urn:escalation:problem:";

    public static IResult Of(int status, string type, string sentence) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = TypePrefix + type, Title = sentence });

    public static IResult NotFound(string sentence = "There is no such thing, or you may not see it.") => Of(StatusCodes.Status404NotFound, "not-found", sentence);

    public static IResult Invalid(IReadOnlyList<Fault> faults) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Type = TypePrefix + "invalid",
        Title = faults.Count == 1 ? "One thing is wrong with the input." : $"{faults.Count} things are wrong with the input.",
        Extensions = { ["errors"] = faults.GroupBy(fault => fault.Path).ToDictionary(g => g.Key, g => g.Select(fault => fault.Message).ToArray()) },
    });

    /// <param name="done">The answer when it was done.</param>
    public static IResult ToResult(this Outcome outcome, Func<Outcome.Done, IResult>? done = null) => outcome switch
    {
        Outcome.Done d => done?.Invoke(d) ?? TypedResults.NoContent(),
        Outcome.NotFound => NotFound(),
        Outcome.Forbidden forbidden => Of(StatusCodes.Status403Forbidden, "forbidden", forbidden.Why),
        Outcome.Conflict conflict => Of(StatusCodes.Status409Conflict, "conflict", conflict.Why),
        Outcome.Invalid invalid => Invalid(invalid.Faults),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };
}
