using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>What is known of all topics' coverage from now on.</summary>
public sealed record CoverageNow(OpenSpan Window, IReadOnlyList<TopicCoverage> Topics, IReadOnlyDictionary<(string Expert, string Topic), DeclineCount> Declines)
{
    public DeclineCount DeclinedBy(Person expert, Topic topic) => Declines.GetValueOrDefault((expert.Name, topic.Name), DeclineCount.None);
}

public sealed class ReadCoverage(Database database, CurrentOrganization organization, TimeProvider time)
{
    public Task<CoverageNow> HandleAsync(TimeSpan ahead, CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        var (file, now) = (organization.Now.File, time.GetUtcNow());
        var held = await db.HeldAsync([.. file.People.Select(p => p.Name)], cancellation);
        var window = new OpenSpan(now, now + ahead);
        return new CoverageNow(window, new Coverage(file, held, window).All(), await db.DeclinesAsync(now, cancellation));
    });
}
