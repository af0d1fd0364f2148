using Escalation.Experts;
using Escalation.Server.Access;
using Escalation.Server.Pages.Shared;

namespace Escalation.Server.Pages.Coverage;

/// <summary><c>/coverage</c>: who is there for each topic, for those who see all.</summary>
static class CoverageEndpoints
{
    public static readonly IReadOnlyList<(int Hours, string Title)> Choices = [(12, "12 hours"), (48, "2 days"), (168, "7 days")];

    public static void MapCoverage(this WebApplication app)
    {
        var coverage = app.MapGroup("/coverage").RequireAuthorization(AccessServices.SignedIn).AddEndpointFilter(OnlyWhoSeesAll);
        coverage.MapGet("", async (Caller caller, int? hours, ReadCoverage read, CancellationToken ct) =>
            PageEndpoints.Page<CoveragePage>(new { Me = caller.Actor.Person!, Hours = Known(hours), Coverage = await read.HandleAsync(TimeSpan.FromHours(Known(hours)), ct) }));
        coverage.MapGet("/topics", async (int? hours, ReadCoverage read, CancellationToken ct) =>
            PageEndpoints.Page<CoverageTopics>(new { Coverage = await read.HandleAsync(TimeSpan.FromHours(Known(hours)), ct) }));
    }

    static int Known(int? hours) => Choices.Any(choice => choice.Hours == hours) ? hours!.Value : Choices[0].Hours;

    static async ValueTask<object?> OnlyWhoSeesAll(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<Caller>() is { Actor.SeesAll: true }
            ? await next(context)
            : PageEndpoints.Page<MessagePage>(
                new { Heading = "This page is for managers", Sentence = "It shows who is there for each topic. Ask a manager or whoever runs the service.", BackTo = "/desk", Back = "Back to the desk", Look = "desk" },
                StatusCodes.Status403Forbidden);
}
