using Escalation.Answers;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Sla;

/// <summary>
/// Lets the escalation steps act and judges the deadlines that ran out: each by its own due time, however late the look.
/// What follows from each is in the same commit; replicas take different rows.
/// </summary>
public sealed class JudgeDeadlines(Database database, CurrentOrganization organization, TimeProvider time, ILogger<JudgeDeadlines> log) : NextDueSweeper(time, log)
{
    const int Batch = 500;

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
            .Concat(db.EscalationSteps.Where(s => s.State == EscalationStepState.Pending && s.DueAt != null).OrderBy(s => s.DueAt).Select(s => s.DueAt).Take(1))
            .ToListAsync(cancellation)).Min());
    }

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var isAnyDue = await database.ReadAsync(db =>
            db.Deadlines.Where(d => d.State == DeadlineState.Running && d.DueAt <= through).Select(d => d.Id)
            .Concat(db.EscalationSteps.Where(s => s.State == EscalationStepState.Pending && s.DueAt <= through).Select(s => s.Id))
            .AnyAsync(cancellation));
        return isAnyDue && await database.WriteAsync(db => ActAsync(db, through, cancellation), cancellation);
    }

    async Task<bool> ActAsync(EscalationDb db, DateTimeOffset through, CancellationToken cancellation)
    {
        var steps = await db.Claim<EscalationStep>(
            $"SELECT * FROM escalation_steps WHERE state = 'Pending' AND due_at <= {through.UtcTicks} ORDER BY due_at, number, id LIMIT {Batch}").ToListAsync(cancellation);
        var waitsUntil = (through - Patience).UtcTicks;
        var deadlines = await db.Claim<Deadline>($"""
            SELECT * FROM deadlines WHERE state = 'Running' AND due_at <= {through.UtcTicks} AND (due_at < {waitsUntil} OR target = 'acceptance' OR NOT EXISTS (
                SELECT 1 FROM answers a JOIN delivery_attempts t ON t.answer_id = a.id WHERE a.conversation_id = deadlines.conversation_id AND a.state = {AnswerState.Queued}
                AND t.started_at <= deadlines.due_at AND (t.outcome IS NULL OR t.outcome = {AttemptOutcome.Unknown})))
            ORDER BY due_at, id LIMIT {Batch}
            """).ToListAsync(cancellation);
        var full = steps.Count == Batch || deadlines.Count == Batch;
        // Where one of the two lists was cut off, the other goes no further, so that one conversation's things keep their order.
        var until = new[] { steps.Count == Batch ? steps[^1].DueAt : null, deadlines.Count == Batch ? deadlines[^1].DueAt : null }.Min() ?? through;

        var due = steps.Where(s => s.DueAt <= until).Select(s => (DueAt: s.DueAt!.Value, s.Number, Step: (EscalationStep?)s, Deadline: (Deadline?)null))
            .Concat(deadlines.Where(d => d.DueAt <= until).Select(d => (DueAt: d.DueAt!.Value, Number: int.MaxValue, Step: (EscalationStep?)null, Deadline: (Deadline?)d)))
            .OrderBy(x => x.DueAt).ThenBy(x => x.Number).ToList();
        var work = await DueWork.LoadAsync(db, organization.Now, [.. due.Select(x => x.Step?.ConversationId ?? x.Deadline!.ConversationId).Distinct()], _time.GetUtcNow(), cancellation);
        foreach (var (_, _, step, deadline) in due)
        {
            if (step is not null)
                await work.ClimbAsync(step, through, cancellation);
            else
                work.Breach(deadline!, through);
        }
        await work.SettleAsync(cancellation);
        return full;
    }
}
