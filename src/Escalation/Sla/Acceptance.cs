using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Sla;

/// <summary>The expert's clock: anew with every assignment, on the expert's own calendar, not paused by a hold (the SLA rules, sections 1 and 9).</summary>
static class Acceptance
{
    public static void Keep(
        Conversation conversation, Promises promises, Ladder ladder, SlaPolicy? policy, OrganizationFile file, DateTimeOffset now, bool isChange)
    {
        var rows = promises.Rows.Where(row => row.Target == Targets.Acceptance).ToList();
        var current = rows.LastOrDefault(row => row.Expert == conversation.Expert && row.StartedAt == conversation.AssignedAt);
        var calendar = BusinessTime.Of(file.Calendar(file.Person(conversation.Expert)?.Calendar));
        Promise? promise = conversation is { IsHeld: true, AssignedAt: { } assignedAt } && policy?.Targets.Acceptance is { } duration
            ? Promise.Of(new Run(Targets.Acceptance, current?.Cycle ?? rows.Count + 1, assignedAt, assignedAt, [], SatisfiedAt: AcceptedAt(conversation, now)), duration, calendar)
            : null;

        foreach (var row in rows.Where(row => row.IsOpen && (row != current || promise is null)))
        {
            // What ran out before the assignment ended was not kept, whoever comes to know it first.
            if (row.DueAt < now)
                promises.Breach(row, now);
            else
                promises.Cancel(row, now);
            ladder.Drop(row);
        }
        if (promise is null)
            return;
        if (current is { IsOpen: true })
        {
            if (promise.Run.SatisfiedAt is not null)
                promises.End(current, promise, now);
            else
                Move(promises, current, promise, isChange, now);
        }
        else if (current is null or { State: DeadlineState.Cancelled } && promise.Run.SatisfiedAt is null)
        {
            current = promises.Start(promise, now);
            current.Expert = conversation.Expert;
            if (isChange && current.DueAt < now)
                promises.Breach(current, now, retroactive: true);
        }
        else if (current is { State: DeadlineState.Breached })
        {
            current.SatisfiedAt ??= promise.Run.SatisfiedAt;
        }
        if (current is not null)
            ladder.Plan(current, promise, policy, file, now);
    }

    static void Move(Promises promises, Deadline row, Promise promise, bool isChange, DateTimeOffset now)
    {
        var moves = row.DueAt != promise.DueAt;
        promises.Move(row, promise, now);
        if (isChange && moves && row.DueAt < now)
            promises.Breach(row, now, retroactive: true);
    }

    /// <summary>The change that this is called for made it accepted, if the clock still runs.</summary>
    static DateTimeOffset? AcceptedAt(Conversation conversation, DateTimeOffset now) =>
        conversation.State == ConversationState.Accepted ? now : null;
}
