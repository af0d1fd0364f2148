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
        await ReadDeadlinesAsync(db, [conversation.Id], cancellation);
        return db.DeadlinesRead[conversation.Id];
    }

    /// <summary>Those of all its deadlines: none where it has no deadline.</summary>
    public static async Task<List<EscalationStep>> StepsOfAsync(this EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        if (db.DeadlinesRead.GetValueOrDefault(conversation.Id) is { Count: 0 })
            db.StepsRead.TryAdd(conversation.Id, []);
        await ReadStepsAsync(db, [conversation.Id], cancellation);
        return db.StepsRead[conversation.Id];
    }

    /// <summary>Both of many conversations, before each is looked at.</summary>
    public static async Task ReadDeadlinesAndStepsAsync(this EscalationDb db, IReadOnlyCollection<Guid> conversations, CancellationToken cancellation)
    {
        await ReadDeadlinesAsync(db, conversations, cancellation);
        await ReadStepsAsync(db, conversations, cancellation);
    }

    static Task ReadDeadlinesAsync(EscalationDb db, IReadOnlyCollection<Guid> conversations, CancellationToken cancellation) =>
        ReadAsync(db.DeadlinesRead, conversations, unread => db.Deadlines.Where(d => unread.Contains(d.ConversationId)).OrderBy(d => d.Cycle), d => d.ConversationId, cancellation);

    static Task ReadStepsAsync(EscalationDb db, IReadOnlyCollection<Guid> conversations, CancellationToken cancellation) =>
        ReadAsync(db.StepsRead, conversations, unread => db.EscalationSteps.Where(s => unread.Contains(s.ConversationId)), s => s.ConversationId, cancellation);

    static async Task ReadAsync<T>(
        Dictionary<Guid, List<T>> read, IReadOnlyCollection<Guid> conversations, Func<List<Guid>, IQueryable<T>> rowsOf, Func<T, Guid> conversationOf, CancellationToken cancellation)
    {
        List<Guid> unread = [.. conversations.Where(id => !read.ContainsKey(id))];
        if (unread.Count == 0)
            return;
        var rows = (await rowsOf(unread).ToListAsync(cancellation)).ToLookup(conversationOf);
        foreach (var id in unread)
            read[id] = [.. rows[id]];
    }
}
