using Escalation.Alerts;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>The deadlines of one conversation, changed together and judged at the moment of the change (the SLA rules, section 6).</summary>
public sealed class Promises
{
    readonly EscalationDb _db;
    readonly Conversation _conversation;
    readonly List<Deadline> _rows;

    Promises(EscalationDb db, Conversation conversation, List<Deadline> rows) => (_db, _conversation, _rows) = (db, conversation, rows);

    public static async Task<Promises> LoadAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation = default)
    {
        var rows = await db.Deadlines.Where(d => d.ConversationId == conversation.Id).ToListAsync(cancellation);
        // Rows added in this transaction and not saved yet are the conversation's too.
        rows.AddRange(db.Deadlines.Local.Where(d => d.ConversationId == conversation.Id && !rows.Contains(d)));
        return new Promises(db, conversation, rows);
    }

    public Deadline? Open(string target) => _rows.FirstOrDefault(d => d.Target == target && d.State is (DeadlineState.Running or DeadlineState.Paused));

    public bool HadAny(string target) => _rows.Exists(d => d.Target == target);

    public bool IsBreached(string target) => _rows.Any(d => d.Target == target && d.State == DeadlineState.Breached);

    /// <summary>Starts a target, or gives the open one another due time when the policy changed. <paramref name="time"/> null: the policy lacks it, so an open one is cancelled.</summary>
    public void Set(string target, TimeSpan? time, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var open = Open(target);
        if (time is null)
        {
            Cancel(target, now);
            return;
        }

        var dueAt = startedAt + time.Value;
        if (open is null)
        {
            var deadline = new Deadline { Id = Ids.New(now), ConversationId = _conversation.Id, Target = target, StartedAt = startedAt, DueAt = dueAt };
            _rows.Add(_db.Deadlines.Add(deadline).Entity);
            open = deadline;
            Record("deadlineSet", now, open, ("cycle", open.Cycle));
        }
        else if (open.DueAt != dueAt)
        {
            Record("deadlineMoved", now, open, ("from", open.DueAt));
            open.DueAt = dueAt;
        }

        open.Policy = _conversation.Policy;
        open.OrganizationVersion = _conversation.OrganizationVersion;
        Settle();
    }

    /// <summary>The target was reached at <paramref name="at"/>: met in time, otherwise breached at its due time, whenever we came to know.</summary>
    public void Satisfy(string target, DateTimeOffset at, DateTimeOffset now)
    {
        if (Open(target) is { } open)
        {
            open.SatisfiedAt = at;
            if (at <= open.DueAt)
            {
                open.State = DeadlineState.Met;
                Record("deadlineMet", at, open);
                _db.CountDeadline(target, "met");
            }
            else
            {
                Breach(open, now);
            }
        }
        else if (_rows.LastOrDefault(d => d.Target == target && d.State == DeadlineState.Breached && d.SatisfiedAt is null) is { } late)
        {
            late.SatisfiedAt = at;
        }
        Settle();
    }

    public void Cancel(string target, DateTimeOffset now)
    {
        if (Open(target) is { } open)
        {
            open.State = DeadlineState.Cancelled;
            Record("deadlineCancelled", now, open);
        }
        Settle();
    }

    public void Breach(Deadline deadline, DateTimeOffset now)
    {
        deadline.State = DeadlineState.Breached;
        deadline.BreachedAt = deadline.DueAt;
        deadline.DetectedAt = now;
        Record("deadlineBreached", deadline.DueAt!.Value, deadline, ("retroactive", deadline.Retroactive));
        _db.CountDeadline(deadline.Target, "breached");
        if (deadline.Target != Targets.Acceptance)
            _db.Raise(Organization.OrganizationFile.Empty, AlertKinds.Breached, now, $"The {deadline.Target} promised to {_conversation.AuthorName} on {_conversation.Channel} is overdue.", _conversation);
        Settle();
    }

    /// <summary>What is overdue and still owed comes before all that is to come.</summary>
    void Settle() => _conversation.NextDueAt = _rows.Where(d => d.State == DeadlineState.Running || IsOwed(d)).Min(d => d.DueAt);

    bool IsOwed(Deadline d) =>
        d is { State: DeadlineState.Breached, SatisfiedAt: null } && d.Target != Targets.Acceptance && _conversation.IsOpen;

    void Record(string what, DateTimeOffset at, Deadline deadline, params ReadOnlySpan<(string, object?)> facts) =>
        _db.Record(_conversation.Id, at, what, null, [("target", deadline.Target), ("dueAt", deadline.DueAt), .. facts]);
}
