using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>
/// The deadlines and escalation steps of conversations, read once a transaction: they change under their conversation's lock
/// only, and whoever adds one adds it to the list. Read for each of the things that are done in it, they were most of its work.
/// </summary>
static class DeadlineRows
{
    /// <summary>All of the conversation, the earlier cycles first.</summary>
    public static async Task<List<Deadline>> DeadlinesOfAsync(this EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        // One that has just come in has none; one that is looked at anew, because its asker turned out to be another, has.
        if (conversation is { State: ConversationState.Received, OrganizationVersion: 0 })
            db.DeadlinesRead.TryAdd(conversation.Id, []);
        await db.ReadDeadlinesAsync([conversation.Id], cancellation);
        return db.DeadlinesRead[conversation.Id];
    }

    /// <summary>Those of all its deadlines: none where it has no deadline.</summary>
    public static async Task<List<EscalationStep>> StepsOfAsync(this EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        if (db.DeadlinesRead.GetValueOrDefault(conversation.Id) is { Count: 0 })
            db.StepsRead.TryAdd(conversation.Id, []);
        await db.ReadStepsAsync([conversation.Id], cancellation);
        return db.StepsRead[conversation.Id];
    }

    public static async Task ReadDeadlinesAsync(this EscalationDb db, IEnumerable<Guid> conversations, CancellationToken cancellation)
    {
        List<Guid> unread = [.. conversations.Where(id => !db.DeadlinesRead.ContainsKey(id))];
        if (unread.Count == 0)
            return;
        var rows = (await db.Deadlines.Where(d => unread.Contains(d.ConversationId)).OrderBy(d => d.Cycle).ToListAsync(cancellation)).ToLookup(d => d.ConversationId);
        foreach (var id in unread)
            db.DeadlinesRead[id] = [.. rows[id]];
    }

    public static async Task ReadStepsAsync(this EscalationDb db, IEnumerable<Guid> conversations, CancellationToken cancellation)
    {
        List<Guid> unread = [.. conversations.Where(id => !db.StepsRead.ContainsKey(id))];
        if (unread.Count == 0)
            return;
        var rows = (await db.EscalationSteps.Where(s => unread.Contains(s.ConversationId)).ToListAsync(cancellation)).ToLookup(s => s.ConversationId);
        foreach (var id in unread)
            db.StepsRead[id] = [.. rows[id]];
    }
}
