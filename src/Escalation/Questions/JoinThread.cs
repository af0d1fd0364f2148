using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Search;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>
/// Brings together what belongs to one thread and came in apart (decision 0020): what replies began before the post
/// replied to, and posts that were kept until then. What somebody has answered meanwhile is linked and stays.
/// </summary>
sealed class JoinThread(EscalationDb db, Applied organization, DateTimeOffset now)
{
    public DateTimeOffset Now => now;

    /// <summary>The conversation that replies began, if it may take in the post replied to.</summary>
    public async Task<Conversation?> BegunByRepliesAsync(FindReplies replies, CancellationToken cancellation)
    {
        foreach (var id in replies.Conversations)
        {
            var conversation = await db.LockAsync<Conversation>(id, cancellation);
            if (conversation is { IsOpen: true, ErasedAt: null } && !await IsAnsweredAsync(id, cancellation))
                return conversation;
        }
        return null;
    }

    /// <summary>The author of the post replied to is who asked. Where no person has done anything yet, the question is classified anew.</summary>
    public async Task MakeAskerAsync(Conversation conversation, InboundPost first, CancellationToken cancellation)
    {
        (conversation.AuthorId, conversation.AuthorName, conversation.AuthorHandle) = (first.Author.Id, first.Author.Name, first.Author.Handle);
        conversation.AuthorTags = [.. first.Author.Tags ?? []];
        await db.Posts.Where(p => p.ConversationId == conversation.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.ByAsker, p => !p.Ours && p.AuthorId == first.Author.Id), cancellation);
        if (await db.Timeline.AnyAsync(e => e.ConversationId == conversation.Id && e.By != null, cancellation))
            return;
        if (conversation.IsHeld)
            db.Publish(new ExpertsFreed());
        conversation.State = ConversationState.Received;
        conversation.UnroutedSince ??= now;
        conversation.Language = first.Language;
        (conversation.Topic, conversation.Confidence, conversation.Guesses) = (null, null, []);
        (conversation.Expert, conversation.AssignedAt, conversation.PassedOver) = (null, null, []);
    }

    /// <summary>An earlier one that is over, or that was answered before both were known to be one thread.</summary>
    public void Link(Conversation conversation, Guid? to)
    {
        if (to is null || to == conversation.Id || conversation.LinkedTo is not null)
            return;
        conversation.LinkedTo = to;
        db.Record(conversation.Id, now, "linked", null, ("to", to));
    }

    /// <summary>Whatever else belongs to the thread comes along.</summary>
    /// <returns>Whether posts of the asker are among it.</returns>
    public async Task<bool> BringAsync(Conversation into, LockPlace place, CancellationToken cancellation)
    {
        var byAsker = await BringConversationsAsync(into, place.Replies.Conversations, cancellation);
        return await BringKeptAsync(into, [.. place.Thread.Between, .. place.Replies.Kept], cancellation) || byAsker;
    }

    /// <summary>Of our answer we learn only now under which ids it stands on the network.</summary>
    public async Task BringRepliesAsync(Conversation into, IReadOnlyList<DeliveredPart> parts, CancellationToken cancellation)
    {
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellation);
        var replies = await FindReplies.ToAsync(db, into.Channel, [.. parts.Select(part => part.ExternalId)], cancellation);
        var byAsker = await BringConversationsAsync(into, replies.Conversations, cancellation) | await BringKeptAsync(into, replies.Kept, cancellation);
        if (byAsker)
            db.Publish(new PostReceived(into.Id, Guid.Empty, byAsker));
    }

    /// <summary>A post of which we learn only now that it is a reply.</summary>
    /// <returns>The conversation that it belongs to then.</returns>
    public async Task<Guid> BringKnownAsync(Post known, Guid goesOn, LockPlace place, CancellationToken cancellation)
    {
        var into = (await db.LockAsync<Conversation>(goesOn, cancellation))!;
        var belongsTo = known.ConversationId;
        var byAsker = belongsTo == Guid.Empty
            ? await BringKeptAsync(into, [known.Id, .. place.Thread.Between], cancellation)
            : await BringConversationsAsync(into, [belongsTo], cancellation) | await BringKeptAsync(into, place.Thread.Between, cancellation);
        db.Publish(new PostReceived(into.Id, known.Id, byAsker));
        return await db.Posts.Where(p => p.Id == known.Id).Select(p => p.ConversationId).SingleAsync(cancellation);
    }

    async Task<bool> BringConversationsAsync(Conversation into, IReadOnlyList<Guid> conversations, CancellationToken cancellation)
    {
        var byAsker = false;
        foreach (var id in conversations.Where(id => id != into.Id))
        {
            var other = (await db.LockAsync<Conversation>(id, cancellation))!;
            if (other.ErasedAt is null && (other.IsOpen || other.CloseReason == WithdrawnQuestion.Reason) && !await IsAnsweredAsync(id, cancellation))
                byAsker |= await MergeConversations.JoinAsync(db, other, into, organization, by: null, now, cancellation);
            else
                Link(other, into.Id);
        }
        return byAsker;
    }

    async Task<bool> BringKeptAsync(Conversation into, IReadOnlyList<Guid> kept, CancellationToken cancellation)
    {
        var byAsker = false;
        foreach (var post in kept.Count == 0 ? [] : await db.Posts.Where(p => kept.Contains(p.Id) && p.ConversationId == Guid.Empty).OrderBy(p => p.Id).ToListAsync(cancellation))
        {
            post.ConversationId = into.Id;
            post.ByAsker = post is { Ours: false, DeletedAt: null } && post.AuthorId == into.AuthorId;
            byAsker |= post.ByAsker;
            if (post.ByAsker)
                into.UnroutedSince ??= now;
            db.Record(into.Id, now, "postReceived", null, ("post", post.Id), ("byAsker", post.ByAsker));
        }
        if (kept.Count > 0)
        {
            await db.SaveChangesAsync(cancellation);
            await db.MoveSearchAsync(into.Id, cancellation);
        }
        return byAsker;
    }

    Task<bool> IsAnsweredAsync(Guid id, CancellationToken cancellation) =>
        db.Answers.AnyAsync(a => a.ConversationId == id && a.State != AnswerState.Returned, cancellation);
}
