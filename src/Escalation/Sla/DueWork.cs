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
    readonly DateTimeOffset _now;
    readonly Dictionary<Guid, Conversation> _conversations;
    readonly Dictionary<Guid, Promises> _promises;
    readonly ClimbLadder _ladder;

    DueWork(DateTimeOffset now, List<Conversation> conversations, Dictionary<Guid, Promises> promises, ClimbLadder ladder) =>
        (_now, _conversations, _promises, _ladder) = (now, conversations.ToDictionary(c => c.Id), promises, ladder);

    public static async Task<DueWork> LoadAsync(EscalationDb db, Applied organization, List<Conversation> conversations, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = conversations.ConvertAll(c => c.Id);
        await db.ReadDeadlinesAndStepsAsync(ids, cancellation);
        var answered = await db.Answers
            .Where(a => ids.Contains(a.ConversationId) && (a.State == AnswerState.AwaitingApproval || a.State == AnswerState.Queued))
            .Select(a => a.ConversationId).Distinct().ToListAsync(cancellation);
        var promises = new Dictionary<Guid, Promises>();
        foreach (var conversation in conversations)
            promises[conversation.Id] = await Promises.LoadAsync(db, organization.File, conversation, cancellation);
        return new DueWork(now, conversations, promises, new ClimbLadder(db, organization, now, answered.ToHashSet()));
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

    public void Settle()
    {
        foreach (var promises in _promises.Values)
            promises.Settle();
    }
}
