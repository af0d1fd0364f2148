using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>A batch of what fell due, with all that judging it needs, read in a few queries and not row by row.</summary>
sealed class DueWork
{
    readonly EscalationDb _db;
    readonly Applied _organization;
    readonly DateTimeOffset _now;
    readonly Dictionary<Guid, Conversation> _conversations;
    readonly Dictionary<Guid, Promises> _promises;
    readonly ClimbLadder _ladder;

    DueWork(EscalationDb db, Applied organization, DateTimeOffset now, List<Conversation> conversations, ILookup<Guid, Deadline> rows, HashSet<Guid> answered)
    {
        (_db, _organization, _now) = (db, organization, now);
        _conversations = conversations.ToDictionary(c => c.Id);
        _promises = conversations.ToDictionary(c => c.Id, c => new Promises(db, organization.File, c, rows[c.Id]));
        _ladder = new ClimbLadder(db, organization, now, answered);
    }

    public static async Task<DueWork> LoadAsync(EscalationDb db, Applied organization, List<Conversation> conversations, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = conversations.ConvertAll(c => c.Id);
        var rows = (await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).ToListAsync(cancellation)).ToLookup(d => d.ConversationId);
        var answered = await db.Answers
            .Where(a => ids.Contains(a.ConversationId) && (a.State == AnswerState.AwaitingApproval || a.State == AnswerState.Queued))
            .Select(a => a.ConversationId).Distinct().ToListAsync(cancellation);
        return new DueWork(db, organization, now, conversations, rows, [.. answered]);
    }

    public async Task ClimbAsync(EscalationStep step, DateTimeOffset through, CancellationToken cancellation)
    {
        // An earlier one of this batch may have ended it, or moved it by another priority.
        if (step.State != EscalationStepState.Pending || step.DueAt is null || step.DueAt > through)
            return;
        var conversation = _conversations[step.ConversationId];
        var deadline = _promises[conversation.Id].Rows.First(row => row.Id == step.DeadlineId);
        await _ladder.FireAsync(conversation, deadline, step, cancellation);
    }

    public void Breach(Deadline deadline, DateTimeOffset through)
    {
        if (deadline.State == DeadlineState.Running && deadline.DueAt <= through)
            _promises[deadline.ConversationId].Breach(deadline, _now);
    }

    public async Task SettleAsync(CancellationToken cancellation)
    {
        foreach (var (id, promises) in _promises)
            (_ladder.Changed.Contains(id) ? await Promises.LoadAsync(_db, _organization.File, _conversations[id], cancellation) : promises).Settle();
    }
}
