using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Organization;

/// <summary>
/// Puts an organization in force as a new version. The one that is in force already changes nothing. Who or what is left
/// out is retired: its open work is routed anew in the same commit, its history stays.
/// </summary>
public sealed class ApplyOrganization(Database database, CurrentOrganization organization, TimeProvider time)
{
    public async Task<Applied> HandleAsync(OrganizationFile file, string by, string? source, CancellationToken cancellation)
    {
        var json = OrganizationWriter.Write(file);
        var hash = OrganizationWriter.Hash(file);
        var version = await database.WriteAsync(async db =>
        {
            var last = await db.Organizations.OrderByDescending(o => o.Number).Select(o => new { o.Number, o.Hash }).FirstOrDefaultAsync(cancellation);
            if (last?.Hash == hash)
                return last.Number;
            var number = (last?.Number ?? 0) + 1;
            db.Organizations.Add(new OrganizationVersion { Number = number, Hash = hash, Json = json, AppliedAt = time.GetUtcNow(), AppliedBy = by, Source = source });
            db.Record(null, time.GetUtcNow(), "organizationApplied", by, ("version", number));
            await RouteAnewAsync(db, file, cancellation);
            db.Publish(new ExpertsFreed(null));
            db.WhenCommitted(() => organization.Set(new Applied(number, file)));
            return number;
        }, cancellation);
        return new Applied(version, file);
    }

    /// <summary>Applies a file at start, but only when it is another than the one last applied from there: edits made in the product are not undone by a restart.</summary>
    public async Task ApplyIfChangedAsync(OrganizationFile file, string source, CancellationToken cancellation)
    {
        var last = await database.ReadAsync(db => db.Organizations
            .Where(o => o.Source == source).OrderByDescending(o => o.Number).Select(o => o.Hash).FirstOrDefaultAsync(cancellation));
        if (last != OrganizationWriter.Hash(file))
            await HandleAsync(file, by: "configuration", source, cancellation);
    }

    async Task RouteAnewAsync(EscalationDb db, OrganizationFile file, CancellationToken cancellation)
    {
        var people = file.People.Select(p => p.Name).ToList();
        var topics = file.Topics.Select(t => t.Name).ToList();
        var unanswered = db.Conversations.Where(c => c.State != ConversationState.Answered && c.State != ConversationState.Closed);

        var assignments = new Assignments(db, organization, time);
        foreach (var conversation in await unanswered.Where(c => c.Topic != null && !topics.Contains(c.Topic)).ToListAsync(cancellation))
        {
            await assignments.TakeBackAsync(conversation, cancellation);
            (conversation.Topic, conversation.Confidence, conversation.State) = (null, null, ConversationState.Triage);
            db.Record(conversation.Id, time.GetUtcNow(), "triage");
        }
        foreach (var conversation in await unanswered.Where(c => c.Expert != null && !people.Contains(c.Expert)).ToListAsync(cancellation))
        {
            if (!conversation.IsHeld)
                continue;
            await assignments.TakeBackAsync(conversation, cancellation);
            conversation.State = ConversationState.Waiting;
            db.Publish(new QuestionDeclined(conversation.Id));
        }
    }
}
