using System.Text;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>Writes down what became of a delivery, each time in one commit with all that follows from it. Who no longer holds the answer writes nothing.</summary>
public sealed class SettleDelivery(HeldAnswers held, CurrentOrganization organization, TimeProvider time)
{
    public Task DeliverAsync(AnswerClaim claim, Delivery.Delivered delivered, CancellationToken cancellation) => held.DoAsync(claim, async (db, answer, conversation) =>
    {
        var now = time.GetUtcNow();
        var at = delivered.At ?? now;
        await EndAttemptAsync(db, answer, AttemptOutcome.Delivered, null);
        answer.Settle(AnswerState.Delivered, problem: null);
        answer.DeliveredAt = at;
        answer.Parts = [.. delivered.Parts];
        foreach (var part in delivered.Parts.Where(part => Encoding.UTF8.GetByteCount(part.ExternalId) <= ReceivePost.MaxIdBytes))
            await RememberAsync(db, answer, part.ExternalId);
        await new JoinThread(db, organization.Now, now).BringRepliesAsync(conversation, delivered.Parts, cancellation);
        db.Record(conversation.Id, at, "delivered", answer.By, ("answer", answer.Id));
        await KeepPromises.KeepAsync(db, conversation, organization.Now, now, cancellation, delivered: at);
        await AskersTurn.BeginAsync(db, conversation, organization.Now, now, cancellation);
        db.CountAnswer(answer.Channel, AnswerState.Delivered);
        // For replicas of a version that leaves the conversation's state to this message.
        db.Publish(new AnswerDelivered(conversation.Id, answer.Id));
    }, cancellation, first: db => LockRepliesAsync(db, claim.Answer, delivered, cancellation));

    /// <summary>Before the network is called: what comes of it must be written here afterwards.</summary>
    public void MustBeAble(Conversation conversation) => organization.Now.MustKnow(conversation.OrganizationVersion);

    /// <summary>The network refused it: a person must look.</summary>
    /// <param name="mayHaveBeenPosted">An earlier try may have, and nobody looked: of that one the refusal says nothing.</param>
    public Task FailAsync(AnswerClaim claim, string reason, bool mayHaveBeenPosted, CancellationToken cancellation) => mayHaveBeenPosted
        ? GiveUpAsync(claim, AnswerState.Unknown, AttemptOutcome.Refused, $"{reason} An earlier attempt may have posted it: look at the thread.", cancellation)
        : GiveUpAsync(claim, AnswerState.Failed, AttemptOutcome.Refused, reason, cancellation);

    public Task LeaveToPersonAsync(AnswerClaim claim, string reason, CancellationToken cancellation) =>
        GiveUpAsync(claim, AnswerState.Unknown, AttemptOutcome.Unknown, reason, cancellation);

    /// <summary>It is not tried any more, and people are told.</summary>
    internal void GiveUp(EscalationDb db, Answer answer, Conversation conversation, string state, string reason)
    {
        var now = time.GetUtcNow();
        answer.Settle(state, reason);
        db.CountAnswer(answer.Channel, state);
        db.Record(conversation.Id, now, "deliveryFailed", null, ("answer", answer.Id), ("state", state));
        db.Raise(organization.Now.File, AlertKinds.DeliveryFailed, now, $"An answer on {conversation.Channel} could not be delivered: {reason}", conversation);
    }

    Task GiveUpAsync(AnswerClaim claim, string state, string outcome, string reason, CancellationToken cancellation) => held.DoAsync(claim, async (db, answer, conversation) =>
    {
        await EndAttemptAsync(db, answer, outcome, reason);
        GiveUp(db, answer, conversation, state, reason);
    }, cancellation);

    async Task EndAttemptAsync(EscalationDb db, Answer answer, string outcome, string? detail)
    {
        if (await db.DeliveryAttempts.Where(a => a.AnswerId == answer.Id).OrderByDescending(a => a.Number).FirstOrDefaultAsync() is { EndedAt: null } attempt)
            (attempt.EndedAt, attempt.Outcome, attempt.Detail) = (time.GetUtcNow(), outcome, detail);
    }

    /// <summary>The asker may have replied before we were told that it stands there.</summary>
    static async Task LockRepliesAsync(EscalationDb db, Guid answerId, Delivery.Delivered delivered, CancellationToken cancellation)
    {
        if (await db.Answers.Where(a => a.Id == answerId).Select(a => new { a.Channel, a.ConversationId }).SingleOrDefaultAsync(cancellation) is not { } answer)
            return;
        await db.LockPostsAsync(answer.Channel, delivered.Parts.Select(part => part.ExternalId), cancellation);
        var replies = await FindReplies.ToAsync(db, answer.Channel, [.. delivered.Parts.Select(part => part.ExternalId)], cancellation);
        await db.LockAllAsync<Conversation>([answer.ConversationId, .. replies.Conversations], cancellation);
    }

    /// <summary>So that follow-ups to it are recognised. If the network's own news brought the post back first, that copy of it goes.</summary>
    static async Task RememberAsync(EscalationDb db, Answer answer, string externalId)
    {
        if (await db.AnswerPosts.FindAsync(answer.Channel, externalId) is null)
            db.AnswerPosts.Add(new AnswerPost { Channel = answer.Channel, NetworkId = externalId, AnswerId = answer.Id, ConversationId = answer.ConversationId });
        if (await db.Posts.FirstOrDefaultAsync(p => p.Channel == answer.Channel && p.NetworkId == externalId && p.Ours) is { } copy)
            db.Posts.Remove(copy);
    }
}
