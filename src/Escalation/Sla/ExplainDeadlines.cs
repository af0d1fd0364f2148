using System.Collections.Concurrent;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>Which open time was counted for a deadline, and why it therefore falls due when it does: by the organization that it was computed from.</summary>
public sealed class ExplainDeadlines(CurrentOrganization organization, IEnumerable<IConnectorFactory> networks, TimeProvider time)
{
    readonly ConcurrentDictionary<int, OrganizationFile> _earlier = [];

    /// <returns>By the deadline's id; spans apart and in order.</returns>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<OpenSpan>>> ExplainAsync(
        EscalationDb db, Conversation conversation, IReadOnlyList<Deadline> rows, CancellationToken cancellation = default)
    {
        var history = await KeepPromises.LoadHistoryAsync(db, conversation, cancellation);
        var spans = new Dictionary<Guid, IReadOnlyList<OpenSpan>>();
        foreach (var row in rows)
            spans[row.Id] = Explain(row, history, await FileAsync(db, row.OrganizationVersion, cancellation));
        return spans;
    }

    IReadOnlyList<OpenSpan> Explain(Deadline row, History history, OrganizationFile? file)
    {
        if (file?.Policy(row.Policy) is not { } policy)
            return [];
        var calendar = BusinessTime.Of(file.Calendar(row.Target == Targets.Acceptance ? file.Person(row.Expert)?.Calendar : policy.Calendar));
        var run = row.Target == Targets.Acceptance
            ? new Run(row.Target, row.Cycle, row.StartedAt, row.StartedAt, [])
            : PromiseClock.Of(history, policy, calendar, (_, _) => false).FirstOrDefault(p => p.Run.Target == row.Target && p.Run.Cycle == row.Cycle)?.Run;
        return run is null ? [] : [.. run.Explain(calendar, row.DueAt ?? time.GetUtcNow()).Where(span => span.From < span.To)];
    }

    /// <summary>A version never changes, so it is read once.</summary>
    async Task<OrganizationFile?> FileAsync(EscalationDb db, int version, CancellationToken cancellation)
    {
        var (current, file) = organization.Now;
        if (version == current || _earlier.TryGetValue(version, out file))
            return file;
        var json = await db.Organizations.Where(o => o.Number == version).Select(o => o.Json).FirstOrDefaultAsync(cancellation);
        return json is not null && OrganizationReader.Read(json, [.. networks]).Value is { } read ? _earlier[version] = read : null;
    }
}
