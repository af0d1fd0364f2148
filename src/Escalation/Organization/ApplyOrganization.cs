using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Organization;

/// <summary>
/// Puts an organization in force as a new version. The one that is in force already changes nothing. Who or what is left
/// out is retired: its open work is routed anew, its history stays, and open promises are computed anew, conversation by
/// conversation after the commit (<see cref="CatchUpConversations"/>).
/// </summary>
public sealed class ApplyOrganization(Database database, CurrentOrganization organization, TimeProvider time)
{
    const int Batch = 200;

    public async Task<Applied> HandleAsync(OrganizationFile file, string by, string? source, CancellationToken cancellation)
    {
        var version = await database.WriteAsync(db => ApplyAsync(db, file, by, source, cancellation), cancellation);
        var applied = new Applied(version, file);
        await CatchUpBrieflyAsync(applied, cancellation);
        return applied;
    }

    internal Task CatchUpBrieflyAsync(Applied applied, CancellationToken cancellation) =>
        CatchUpConversations.BrieflyAsync(database, applied, time.GetUtcNow(), cancellation);

    /// <summary>In a commit that changes more than the organization. The version that is then in force.</summary>
    internal async Task<int> ApplyAsync(EscalationDb db, OrganizationFile file, string by, string? source, CancellationToken cancellation)
    {
        var hash = OrganizationWriter.Hash(file);
        var last = await LastAsync(db, cancellation);
        if (last.Hash == hash)
            return last.Number;
        var applied = new Applied(last.Number + 1, file);
        db.Organizations.Add(new OrganizationVersion
        {
            Number = applied.Version, Hash = hash, Json = OrganizationWriter.Write(file), AppliedAt = time.GetUtcNow(), AppliedBy = by, Source = source,
        });
        db.Record(null, time.GetUtcNow(), "organizationApplied", by, ("version", applied.Version));
        await ChannelCursor.BeginAsync(db, file, time.GetUtcNow(), cancellation);
        db.Publish(new ExpertsFreed());
        db.WhenCommitted(() => organization.Set(applied));
        return applied.Version;
    }

    /// <summary>What <see cref="HandleAsync"/> would do to the promises of open conversations. Changes nothing.</summary>
    public async Task<IReadOnlyList<PromiseChange>> TryAsync(OrganizationFile file, CancellationToken cancellation)
    {
        var last = await database.ReadAsync(db => LastAsync(db, cancellation));
        if (last.Hash == OrganizationWriter.Hash(file))
            return [];
        var changes = new List<PromiseChange>();
        for (var from = Guid.Empty; ;)
        {
            // A context for each batch: what it tracks is looked through over and over.
            await using var neverSaved = database.Open();
            var open = await neverSaved.Conversations.Where(c => c.State != ConversationState.Closed && c.State != ConversationState.Received && c.Id > from)
                .OrderBy(c => c.Id).Take(Batch).ToListAsync(cancellation);
            if (open.Count == 0)
                return [.. changes.OrderBy(c => c.Conversation).ThenBy(c => Targets.Rank(c.Target))];
            await CatchUpConversations.BringUpToDateAsync(neverSaved, open, new Applied(last.Number + 1, file), time.GetUtcNow(), cancellation);
            changes.AddRange(neverSaved.ChangeTracker.Entries<Deadline>().Select(PromiseChange.Of).OfType<PromiseChange>());
            from = open[^1].Id;
        }
    }

    /// <summary>Applies a file at start, but only when it is another than the one last applied from there: edits made in the product are not undone by a restart.</summary>
    public async Task ApplyIfChangedAsync(OrganizationFile file, string source, CancellationToken cancellation)
    {
        var last = await database.ReadAsync(db => db.Organizations
            .Where(o => o.Source == source).OrderByDescending(o => o.Number).Select(o => o.Hash).FirstOrDefaultAsync(cancellation));
        if (last != OrganizationWriter.Hash(file))
            await HandleAsync(file, by: "configuration", source, cancellation);
    }

    static async Task<(int Number, string? Hash)> LastAsync(EscalationDb db, CancellationToken cancellation)
    {
        var last = await db.Organizations.OrderByDescending(o => o.Number).Select(o => new { o.Number, o.Hash }).FirstOrDefaultAsync(cancellation);
        return (last?.Number ?? 0, last?.Hash);
    }
}
