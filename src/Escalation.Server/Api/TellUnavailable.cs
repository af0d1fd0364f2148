using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.AspNetCore.Diagnostics;

namespace Escalation.Server.Api;

/// <summary>A request that failed because the database cannot be used now, or the organization not be read here, is answered with 503 and when to come again; pages too.</summary>
sealed class TellUnavailable(Func<EscalationDb> contexts, TimeProvider time, ILogger<TellUnavailable> log) : IExceptionHandler
{
    const int SecondsToWait = 5;

    readonly TellSeldom _refusals = new(time);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (Why(exception) is not { } why)
            return false;
        if (_refusals.IsDue(why, out var leftOut))
            log.LogWarning("{Method} {Path} was answered with 503, try again in {Wait} s: {Why} ({LeftOut} more since this was last told)", context.Request.Method, context.Request.Path, SecondsToWait, why, leftOut);
        context.Response.Headers.RetryAfter = SecondsToWait.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", why).ExecuteAsync(context);
        return true;
    }

    string? Why(Exception exception)
    {
        if (PassingFailure.In(exception) is { } passing)
            return passing.Message;
        using var db = contexts();
        return db.WhyUnavailable(exception);
    }
}
