using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Sla;

/// <summary>
/// Lets the escalation steps act and judges the deadlines that ran out: each by its own due time, however late the look.
/// What follows from each is in the same commit; replicas take different conversations (decision 0016).
/// </summary>
public sealed class JudgeDeadlines(Database database, CurrentOrganization organization, TimeProvider time, ILogger<JudgeDeadlines> log) : NextDueSweeper(time, log)
{
    /// <summary>Conversations in one transaction.</summary>
    const int Batch = 200;

    /// <summary>Passing on takes the assignments lock, for which others wait until the commit.</summary>
    const int MostReassigned = 20;

    /// <summary>
    /// How long a verdict waits for a try that was begun in time and whose outcome is not known yet: the network may have
    /// confirmed it before the due time, and a breach is final (decision 0011).
    /// </summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly TimeProvider _time = time;

    /// <summary>One that is overdue for longer than a second waits for a delivery: it is looked at now and then, not at once.</summary>
    protected override bool OthersMayBeDue => true;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation)
    {
        var recently = _time.GetUtcNow() - TimeSpan.FromSeconds(1);
        // The first of each by its index: a minimum over both together would read them all.
        return database.ReadAsync(async db => (await
            db.Deadlines.Where(d => d.State == DeadlineState.Running && d.DueAt > recently).OrderBy(d => d.DueAt).Select(d => d.DueAt).Take(1)
            .Concat(Steps(db).Where(s => s.DueAt != null).OrderBy(s => s.DueAt).Select(s => s.DueAt).Take(1))
            .ToListAsync(cancellation)).Min());
    }

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var (due, more) = await database.ReadAsync(db => DueConversationsAsync(db, through, cancellation));
        // What others work on now comes at the next look.
        return due.Count > 0 && await database.WriteAsync(db => ActAsync(db, due, through, cancellation), cancellation) > 0 && more;
    }

    /// <summary>Those in which something is due, the longest due first; and whether there are more than are taken at once.</summary>
    async Task<(List<Guid> Due, bool More)> DueConversationsAsync(EscalationDb db, DateTimeOffset through, CancellationToken cancellation)
    {
        var due = await DueDeadlines(db, through).OrderBy(d => d.DueAt).Select(d => new { d.ConversationId, d.DueAt }).Take(Batch)
            .Concat(DueSteps(db, through).OrderBy(s => s.DueAt).Select(s => new { s.ConversationId, s.DueAt }).Take(Batch))
            .ToListAsync(cancellation);
        List<Guid> ids = [.. due.OrderBy(d => d.DueAt).Select(d => d.ConversationId).Distinct().Take(Batch)];
        if (ids.Count == 0)
            return ([], false);

        var steps = await DueSteps(db, through).Where(s => ids.Contains(s.ConversationId)).Select(s => new { s.ConversationId, s.Actions }).ToListAsync(cancellation);
        var reassigned = steps.Where(s => s.Actions.Contains("reassign")).Select(s => s.ConversationId).ToHashSet();
        var later = ids.Where(reassigned.Contains).Skip(MostReassigned).ToHashSet();
        return (ids.FindAll(id => !later.Contains(id)), ids.Count == Batch || later.Count > 0);
    }

    IQueryable<EscalationStep> DueSteps(EscalationDb db, DateTimeOffset through) => Steps(db).Where(s => s.DueAt <= through);

    /// <summary>What a step does goes by the organization: where that is one that cannot be read here, steps are a newer replica's. Verdicts go by the row alone.</summary>
    IQueryable<EscalationStep> Steps(EscalationDb db)
    {
        var (pending, latest) = (db.EscalationSteps.Where(s => s.State == EscalationStepState.Pending), organization.Now.Latest);
        return latest == int.MaxValue ? pending : pending.Where(s => !db.Conversations.Any(c => c.Id == s.ConversationId && c.OrganizationVersion > latest));
    }

    static IQueryable<Deadline> DueDeadlines(EscalationDb db, DateTimeOffset through)
    {
        var waitsUntil = through - Patience;
        return db.Deadlines.Where(d => d.State == DeadlineState.Running && d.DueAt <= through
            && (d.DueAt < waitsUntil || d.Target == Targets.Acceptance || !db.Answers.Any(a => a.ConversationId == d.ConversationId && a.State == AnswerState.Queued
                && db.DeliveryAttempts.Any(t => t.AnswerId == a.Id && t.StartedAt <= d.DueAt && (t.Outcome == null || t.Outcome == AttemptOutcome.Unknown)))));
    }

    /// <returns>How many conversations nobody else works on.</returns>
    async Task<int> ActAsync(EscalationDb db, List<Guid> due, DateTimeOffset through, CancellationToken cancellation)
    {
        // Who works on one of them now looks at its deadlines, too.
        var conversations = await db.ClaimAsync<Conversation>(due, cancellation);
        var (applied, now) = (organization.Now, _time.GetUtcNow());
        // A deadline is judged where the organization in force has it.
        await CatchUpConversations.BringUpToDateAsync(db, conversations.FindAll(c => c.IsOpen && c.OrganizationVersion < applied.Version), applied, now, cancellation);
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellation);

        var ids = conversations.ConvertAll(c => c.Id);
        var steps = await DueSteps(db, through).Where(s => ids.Contains(s.ConversationId)).ToListAsync(cancellation);
        var deadlines = await DueDeadlines(db, through).Where(d => ids.Contains(d.ConversationId)).ToListAsync(cancellation);

        var work = await DueWork.LoadAsync(db, applied, conversations, now, cancellation);
        foreach (var (_, _, step, deadline) in InOrder(steps, deadlines))
        {
            if (step is not null)
                await work.ClimbAsync(step, through, cancellation);
            else
                work.Breach(deadline!, through);
        }
        work.Settle();
        return conversations.Count;
    }

    static IEnumerable<(DateTimeOffset DueAt, int Number, EscalationStep? Step, Deadline? Deadline)> InOrder(List<EscalationStep> steps, List<Deadline> deadlines) =>
        steps.Select(s => (DueAt: s.DueAt!.Value, s.Number, (EscalationStep?)s, (Deadline?)null))
            .Concat(deadlines.Select(d => (DueAt: d.DueAt!.Value, Number: int.MaxValue, (EscalationStep?)null, (Deadline?)d)))
            .OrderBy(x => x.DueAt).ThenBy(x => x.Number);
}
