using Escalation.Access;
using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>Joins a conversation into another: its posts, notes and answers go there, later replies too. The one that goes is closed as a duplicate.</summary>
public sealed class MergeConversations(ConversationWork work, CurrentOrganization organization, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, Guid into, CancellationToken cancellation) => work.DoAsync(id, actor, async (db, conversation) =>
    {
        if (!actor.Manages)
            return new Outcome.Forbidden("Only managers merge conversations.");
        if (into == id)
            return new Outcome.Invalid("into", "must be another conversation");
        if (await db.LockAsync<Conversation>(into, cancellation) is not { } target)
            return new Outcome.Invalid("into", "there is no such conversation");
        if (target.Channel != conversation.Channel)
            return new Outcome.Invalid("into", "must be on the same channel, or answers would go to another thread");
        if (!conversation.IsOpen || !target.IsOpen)
            return new Outcome.Conflict("Only open conversations can be merged.");

        // The process acts on what came along as on a post that has just come in.
        if (await JoinAsync(db, conversation, target, organization.Now, actor.Name, time.GetUtcNow(), cancellation))
            db.Publish(new PostReceived(into, Guid.Empty, ByAsker: true));
        return Outcome.Ok;
    }, cancellation, into);

    /// <param name="by">Null: the service found that both are one thread.</param>
    /// <returns>Whether posts of the asker came along.</returns>
    internal static async Task<bool> JoinAsync(
        EscalationDb db, Conversation conversation, Conversation target, Applied organization, string? by, DateTimeOffset now, CancellationToken cancellation)
    {
        var (id, into) = (conversation.Id, target.Id);
        var asker = target.AuthorId;
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellation);
        var byAsker = await db.Posts.AnyAsync(p => p.ConversationId == id && !p.Ours && p.AuthorId == asker && p.DeletedAt == null, cancellation);
        await db.Posts.Where(p => p.ConversationId == id).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.ConversationId, into).SetProperty(p => p.ByAsker, p => !p.Ours && p.AuthorId == asker), cancellation);
        await db.Notes.Where(n => n.ConversationId == id).ExecuteUpdateAsync(s => s.SetProperty(n => n.ConversationId, into), cancellation);
        await db.Answers.Where(a => a.ConversationId == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.ConversationId, into), cancellation);
        await db.AnswerPosts.Where(a => a.ConversationId == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.ConversationId, into), cancellation);
        await db.MoveSearchAsync(into, cancellation);
        conversation.UnroutedSince = null;
        if (byAsker)
            target.UnroutedSince ??= now;
        target.CreatedAt = target.CreatedAt < conversation.CreatedAt ? target.CreatedAt : conversation.CreatedAt;
        conversation.LinkedTo = into;
        db.Record(id, now, "merged", by, ("into", into));
        var promises = await Promises.LoadAsync(db, organization.File, conversation, cancellation);
        foreach (var row in promises.Rows.Where(row => row.IsOpen))
            promises.Cancel(row, now);
        if (conversation.IsOpen)
            await CloseConversation.CloseAsync(db, conversation, organization, by, "duplicate", now, cancellation);
        conversation.CloseReason = "duplicate";
        db.Record(into, now, "merged", by, ("from", id));
        // One that was not looked at yet is promised for when it is.
        if (target.State != ConversationState.Received)
            await KeepPromises.KeepAsync(db, target, organization, now, cancellation, merged: true);
        await AskersTurn.BeginAsync(db, target, organization, now, cancellation);
        return byAsker;
    }
}
