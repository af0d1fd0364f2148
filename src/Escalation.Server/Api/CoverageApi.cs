using System.Globalization;
using Escalation.Experts;
using Escalation.Server.Access;
using Escalation.Sla;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

static class CoverageApi
{
    const int UsualHours = 12, MostHours = 168;

    /// <param name="Reachable">How many people can be asked now: at work, or standing in, and below capacity.</param>
    /// <param name="Uncovered">When nobody is there within the hours asked for.</param>
    public sealed record TopicCoverageView(string Topic, string Title, int Reachable, IReadOnlyList<ExpertCoverageView> Experts, IReadOnlyList<OpenSpan> Uncovered);

    /// <param name="AbsentUntil">Null: not absent now.</param>
    /// <param name="NextAbsence">When the next absence begins, if one is known.</param>
    /// <param name="Substitute">Who stands in now; for somebody who is there, at the next absence, if it begins within the hours asked for.</param>
    /// <param name="Declined">Questions of the topic within the last 30 days.</param>
    /// <param name="Hours">When the expert is reachable, or the substitute during an absence.</param>
    public sealed record ExpertCoverageView(
        string Name, string DisplayName, int Level, int Held, int Capacity, DateTimeOffset? AbsentUntil, DateTimeOffset? NextAbsence, string? Substitute, int Declined,
        IReadOnlyList<OpenSpan> Hours);

    sealed record Wanted(TimeSpan Ahead);

    public static void MapCoverage(this IEndpointRouteBuilder api) =>
        api.MapGet("/coverage", async (HttpRequest request, ReadCoverage read, CancellationToken cancellation) =>
            {
                var query = Query.Read(request, input => new Wanted(TimeSpan.FromHours(input.Value<int>("hours", Hours) ?? UsualHours)));
                if (query.Value is not { } wanted)
                    return Problems.Invalid(query.Faults);
                var coverage = await read.HandleAsync(wanted.Ahead, cancellation);
                return TypedResults.Ok(coverage.Topics.Select(topic => Of(topic, coverage)).ToList());
            }).RequireAuthorization(AccessServices.SeesAll).Produces<List<TopicCoverageView>>().Refuses()
            .Asks("hours", $"How far to look ahead, 1 to {MostHours}; left out: {UsualHours}", JsonSchemaType.Integer)
            .WithSummary("Who is reachable for each topic in the next hours");

    static TopicCoverageView Of(TopicCoverage coverage, CoverageNow now) => new(
        coverage.Topic.Name, coverage.Topic.Title, coverage.Reachable,
        [.. coverage.Experts.Select(e => new ExpertCoverageView(
            e.Person.Name, e.Person.DisplayName, e.Level, e.Held, e.Person.Capacity, e.AbsentUntil, e.NextAbsence, e.Substitute?.Name,
            now.DeclinedBy(e.Person, coverage.Topic).Declined, e.Hours))],
        coverage.Uncovered);

    static string? Hours(string text, out int hours) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out hours) && hours is >= 1 and <= MostHours ? null : $"must be a whole number from 1 to {MostHours}";
}
