using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;

namespace Escalation.Sla;

/// <summary>The deadlines of one conversation as rows: each change of one, its event and what hangs on it (the SLA rules, section 6).</summary>
public sealed class Promises
{
    readonly EscalationDb _db;
    readonly OrganizationFile _file;
    readonly Conversation _conversation;
    readonly List<Deadline> _rows;

    Promises(EscalationDb db, OrganizationFile file, Conversation conversation, List<Deadline> rows) =>
        (_db, _file, _conversation, _rows) = (db, file, conversation, rows);

    public static async Task<Promises> LoadAsync(EscalationDb db, OrganizationFile file, Conversation conversation, CancellationToken cancellation = default) =>
        new(db, file, conversation, await db.DeadlinesOfAsync(conversation, cancellation));

    public IReadOnlyList<Deadline> Rows => _rows;

    public Deadline? Open(string target) => _rows.Find(d => d.Target == target && d.IsOpen);

    /// <summary>Null: it has not ended yet.</summary>
    public bool? WasBreached(string target, int cycle) => Find(target, cycle) is { IsOpen: false } row ? row.State == DeadlineState.Breached : null;

    public Deadline? Find(string target, int cycle) => _rows.Find(d => d.Target == target && d.Cycle == cycle);

    /// <summary>One that was cancelled starts again where a policy promises it again: nobody has judged it.</summary>
    public Deadline Start(Promise promise, DateTimeOffset now)
    {
        var row = Find(promise.Run.Target, promise.Run.Cycle) ?? Add(promise.Run, now);
        (row.DueAt, row.Remaining) = (promise.DueAt, promise.Remaining);
        row.State = promise.DueAt is null ? DeadlineState.Paused : DeadlineState.Running;
        Record("deadlineSet", now, row, ("cycle", row.Cycle), ("dueAt", row.DueAt));
        return row;
    }

    Deadline Add(Run run, DateTimeOffset now)
    {
        var row = new Deadline
        {
            Id = Ids.New(now),
            ConversationId = _conversation.Id,
            Target = run.Target,
            Cycle = run.Cycle,
            StartedAt = run.StartedAt,
            Policy = _conversation.Policy,
            OrganizationVersion = _conversation.OrganizationVersion,
        };
        _rows.Add(_db.Deadlines.Add(row).Entity);
        return row;
    }

    /// <summary>Pauses, resumes or moves an open deadline to where the clock now has it; nothing if it is there already.</summary>
    public void Move(Deadline row, Promise promise, DateTimeOffset now)
    {
        row.StartedAt = promise.Run.StartedAt;
        if (row.DueAt == promise.DueAt && row.Remaining == promise.Remaining)
            return;
        var (from, wasPaused) = (row.DueAt, row.State == DeadlineState.Paused);
        (row.DueAt, row.Remaining) = (promise.DueAt, promise.Remaining);
        row.State = promise.DueAt is null ? DeadlineState.Paused : DeadlineState.Running;
        if (row.State == DeadlineState.Paused)
            Record("deadlinePaused", now, row, ("remaining", row.Remaining));
        else if (wasPaused && !promise.Run.IsPaused)
            Record("deadlineResumed", now, row, ("dueAt", row.DueAt));
        else
            Record("deadlineMoved", now, row, ("from", from), ("dueAt", row.DueAt));
    }

    /// <summary>The target was reached or closed: judged by its own time, whenever we came to know.</summary>
    public void End(Deadline row, Promise promise, DateTimeOffset now)
    {
        var satisfiedAt = promise.Run.SatisfiedAt;
        if (promise.IsBreachedBy(now))
        {
            (row.DueAt, row.Remaining, row.SatisfiedAt) = (promise.DueAt, null, satisfiedAt);
            Breach(row, now);
        }
        else if (satisfiedAt is { } at)
        {
            (row.State, row.SatisfiedAt, row.Expert) = (DeadlineState.Met, at, row.Expert ?? _conversation.Expert);
            // What an answer that came in by a merge fulfils is fulfilled by the merge.
            Record("deadlineMet", at < row.StartedAt ? now : at, row, ("dueAt", row.DueAt));
            _db.CountDeadline(row.Target, "met");
        }
        else
        {
            Cancel(row, now);
        }
    }

    public void Cancel(Deadline row, DateTimeOffset now)
    {
        row.State = DeadlineState.Cancelled;
        Record("deadlineCancelled", now, row);
    }

    /// <param name="retroactive">A changed policy or calendar put the due time into the past: it happened now.</param>
    public void Breach(Deadline row, DateTimeOffset now, bool retroactive = false)
    {
        var dueAt = row.DueAt!.Value;
        (row.State, row.BreachedAt, row.DetectedAt, row.Retroactive) = (DeadlineState.Breached, dueAt, now, retroactive);
        row.Expert ??= _conversation.Expert;
        _conversation.Breached = true;
        Record("deadlineBreached", retroactive ? now : dueAt, row, ("dueAt", dueAt), ("retroactive", retroactive));
        _db.CountDeadline(row.Target, "breached");
        // Only to the expert's clock does the process have an answer; a message that nobody heeds would cost as much as the judgement.
        if (row.Target == Targets.Acceptance)
            _db.Publish(new DeadlineReached(row.ConversationId, row.Id, row.Target));
        else
            _db.Raise(_file, AlertKinds.Breached, now, $"{Targets.Title(row.Target)} on {_conversation.Channel} was due at {dueAt:yyyy-MM-dd HH:mm:ss} UTC.", _conversation);
    }

    /// <summary>Writes what follows from all of them: by which policy they now are, and what comes next.</summary>
    public void Settle()
    {
        foreach (var row in _rows.Where(row => row.IsOpen))
            (row.Policy, row.OrganizationVersion) = (_conversation.Policy, _conversation.OrganizationVersion);
        // What is overdue and still owed comes before all that is to come.
        _conversation.NextDueAt = _rows.Where(d => d.State == DeadlineState.Running || IsOwed(d)).Min(d => d.DueAt);
    }

    bool IsOwed(Deadline d) =>
        d is { State: DeadlineState.Breached, SatisfiedAt: null } && d.Target != Targets.Acceptance && _conversation.IsOpen;

    void Record(string what, DateTimeOffset at, Deadline row, params ReadOnlySpan<(string, object?)> facts) =>
        _db.Record(_conversation.Id, at, what, null, [("target", row.Target), .. facts]);
}
