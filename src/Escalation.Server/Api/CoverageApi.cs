using Escalation.Organization;
using Escalation.Questions;
using Escalation.Server.Access;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

static class CoverageApi
{
    public sealed record TopicCoverage(string Topic, string Title, int Reachable, IReadOnlyList<ExpertCoverage> Experts);

    /// <param name="AbsentUntil">Null: not absent now.</param>
    /// <param name="NextAbsence">When the next absence begins, if one is known.</param>
    public sealed record ExpertCoverage(string Name, int Level, int Held, int Capacity, DateTimeOffset? AbsentUntil, DateTimeOffset? NextAbsence);

    public static void MapCoverage(this IEndpointRouteBuilder api) =>
        api.MapGet("/coverage", async (Database database, CurrentOrganization organization, TimeProvider time) =>
        {
            var now = time.GetUtcNow();
            var file = organization.Now.File;
            var held = await database.ReadAsync(db => db.Conversations
                .Where(c => c.Expert != null && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted))
                .GroupBy(c => c.Expert!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
            return file.Topics.Select(topic => Of(topic, file, held, now)).ToList();
        }).RequireAuthorization(AccessServices.SeesAll).Refuses().WithSummary("Who is reachable for each topic");

    static TopicCoverage Of(Topic topic, OrganizationFile file, Dictionary<string, int> held, DateTimeOffset now)
    {
        var experts = file.People.Where(p => p.Knows(topic.Name)).Select(p => new ExpertCoverage(
            p.Name, p.Topics.First(t => t.Topic == topic.Name).Level, held.GetValueOrDefault(p.Name), p.Capacity,
            p.AbsenceAt(now)?.To, p.Absences.Where(a => a.From > now).Select(a => (DateTimeOffset?)a.From).Min())).ToList();
        return new TopicCoverage(topic.Name, topic.Title, experts.Count(e => e.AbsentUntil is null && e.Held < e.Capacity), experts);
    }
}
