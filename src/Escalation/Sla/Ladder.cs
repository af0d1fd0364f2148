using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Sla;

/// <summary>The escalation steps of one conversation's deadlines, planned along with them (the SLA rules, section 8). They act in <see cref="ClimbLadder"/>.</summary>
public sealed class Ladder
{
    readonly EscalationDb _db;
    readonly List<EscalationStep> _rows;

    Ladder(EscalationDb db, List<EscalationStep> rows) => (_db, _rows) = (db, rows);

    public static async Task<Ladder> LoadAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation) =>
        new(db, await db.StepsOfAsync(conversation, cancellation));

    /// <summary>Steps that have not fired follow their deadline: a moved due time moves them, a pause suspends them, its end drops them.</summary>
    /// <param name="promise">Where the clock has the deadline; null: it is promised no more.</param>
    public void Plan(Deadline deadline, Promise? promise, SlaPolicy? policy, OrganizationFile file, DateTimeOffset now)
    {
        if (promise is null || promise.Run.EndedAt is not null || deadline.State is DeadlineState.Met or DeadlineState.Cancelled)
        {
            Drop(deadline);
            return;
        }

        var steps = file.EscalationPolicies.FirstOrDefault(e => e.Name == policy?.Escalation)?.Steps ?? [];
        foreach (var row in Of(deadline).Where(row => row.State == EscalationStepState.Pending && (row.Number > steps.Length || steps[row.Number - 1].Target != deadline.Target)))
            row.State = EscalationStepState.Dropped;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Target == deadline.Target)
                Plan(deadline, i + 1, steps[i], promise, now);
        }
    }

    public void Drop(Deadline deadline)
    {
        foreach (var row in Of(deadline).Where(row => row.State == EscalationStepState.Pending))
            row.State = EscalationStepState.Dropped;
    }

    void Plan(Deadline deadline, int number, LadderStep step, Promise promise, DateTimeOffset now)
    {
        var row = _rows.Find(r => r.DeadlineId == deadline.Id && r.Number == number);
        if (row is null)
        {
            row = new EscalationStep { Id = Ids.New(now), DeadlineId = deadline.Id, ConversationId = deadline.ConversationId, Number = number };
            _rows.Add(_db.EscalationSteps.Add(row).Entity);
        }
        if (row.State == EscalationStepState.Fired)
            return;
        row.State = EscalationStepState.Pending;
        row.DueAt = promise.Run.After(Duration(step, promise.Duration), promise.Calendar).DueAt;
        if (!row.Actions.SequenceEqual(step.Do))
            row.Actions = [.. step.Do];
    }

    /// <summary>A share of the target's time, or some time past it: on the same clock, so exact to the tick.</summary>
    static TimeSpan Duration(LadderStep step, TimeSpan target) =>
        step.After is { } after ? target + after : TimeSpan.FromTicks((long)(target.Ticks * step.At!.Value));

    IEnumerable<EscalationStep> Of(Deadline deadline) => _rows.Where(row => row.DeadlineId == deadline.Id);
}
