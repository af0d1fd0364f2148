using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>Writes down what became of a delivery, each time in one commit with all that follows from it.</summary>
public sealed class SettleDelivery(Database database, CurrentOrganization organization, TimeProvider time)
{
    public Task<long> BeginAttemptAsync(Guid answerId, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var answer = await db.Answers.SingleAsync(a => a.Id == answerId, cancellation);
        answer.Attempts++;
        answer.LeasedUntil = time.GetUtcNow() + DeliverySweeper.Lease;
        var attempt = new DeliveryAttempt { AnswerId = answerId, Number = answer.Attempts, StartedAt = time.GetUtcNow() };
        db.DeliveryAttempts.Add(attempt);
        await db.SaveChangesAsync(cancellation);
        return attempt.Id;
    }, cancellation);

    public Task EndAttemptAsync(long attemptId, string outcome, string detail) => database.WriteAsync(async db =>
    {
        var attempt = await db.DeliveryAttempts.SingleAsync(a => a.Id == attemptId);
        End(attempt, outcome, detail);
        (await db.Answers.SingleAsync(a => a.Id == attempt.AnswerId)).Problem = detail;
    });

    public Task DeliverAsync(Guid answerId, Delivery.Delivered delivered, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var at = delivered.At ?? now;
        var (answer, conversation) = await LoadAsync(db, answerId, AttemptOutcome.Delivered, null);
        if (answer.State == AnswerState.Delivered)
            return;
        answer.State = AnswerState.Delivered;
        answer.DeliveredAt = at;
        answer.Parts = [.. delivered.Parts];
        answer.Problem = null;
        answer.NextAttemptAt = answer.LeasedUntil = null;
        foreach (var part in delivered.Parts)
            await RememberAsync(db, answer, part.ExternalId);
        db.Record(conversation.Id, at, "delivered", answer.By, ("answer", answer.Id));
        await KeepPromises.KeepAsync(db, conversation, organization.Now, now, cancellation, delivered: at);
        await AnsweredAsync(db, conversation, cancellation);
        db.CountAnswer(answer.Channel, AnswerState.Delivered);
        // For replicas of a version that leaves the conversation's state to this message.
        db.Publish(new AnswerDelivered(conversation.Id, answer.Id));
    }, cancellation);

    /// <summary>An answer that leaves nothing open makes it the asker's turn (the SLA rules, section 4).</summary>
    static async Task AnsweredAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        if (conversation is not { IsOpen: true, State: not ConversationState.Answered }
            || PromiseClock.AskersTurnSince(await KeepPromises.LoadHistoryAsync(db, conversation, cancellation)) is null)
            return;
        conversation.State = ConversationState.Answered;
        await FreeExpert.FreeAsync(db, conversation, cancellation);
    }

    /// <summary>The network refused it: a person must look.</summary>
    public Task FailAsync(Guid answerId, string reason, CancellationToken cancellation) =>
        GiveUpAsync(answerId, AnswerState.Failed, AttemptOutcome.Refused, reason, cancellation);

    public Task LeaveToPersonAsync(Guid answerId, string reason, CancellationToken cancellation) =>
        GiveUpAsync(answerId, AnswerState.Unknown, AttemptOutcome.Unknown, reason, cancellation);

    public Task PutOffAsync(Guid answerId, DateTimeOffset until, string problem) => database.WriteAsync(async db =>
    {
        var answer = await db.Answers.SingleAsync(a => a.Id == answerId);
        answer.NextAttemptAt = until;
        answer.LeasedUntil = null;
        answer.Problem = problem;
        db.CountAnswer(answer.Channel, "putOff");
    });

    Task GiveUpAsync(Guid answerId, string state, string outcome, string reason, CancellationToken cancellation) => database.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var (answer, conversation) = await LoadAsync(db, answerId, outcome, reason);
        answer.State = state;
        answer.Problem = reason;
        answer.NextAttemptAt = answer.LeasedUntil = null;
        db.CountAnswer(answer.Channel, state);
        db.Record(conversation.Id, now, "deliveryFailed", null, ("answer", answer.Id), ("state", state));
        db.Raise(organization.Now.File, AlertKinds.DeliveryFailed, now, $"An answer on {conversation.Channel} could not be delivered: {reason}", conversation);
    }, cancellation);

    async Task<(Answer, Conversation)> LoadAsync(EscalationDb db, Guid answerId, string outcome, string? detail)
    {
        var (answer, conversation) = await LockedAnswer.TakeAsync(db, answerId, CancellationToken.None);
        if (await db.DeliveryAttempts.Where(a => a.AnswerId == answerId).OrderByDescending(a => a.Number).FirstOrDefaultAsync() is { EndedAt: null } attempt)
            End(attempt, outcome, detail);
        return (answer, conversation);
    }

    void End(DeliveryAttempt attempt, string outcome, string? detail) =>
        (attempt.EndedAt, attempt.Outcome, attempt.Detail) = (time.GetUtcNow(), outcome, detail);

    /// <summary>So that follow-ups to it are recognised. If the network's own news brought the post back first, that copy of it goes.</summary>
    static async Task RememberAsync(EscalationDb db, Answer answer, string externalId)
    {
        if (await db.AnswerPosts.FindAsync(answer.Channel, externalId) is null)
            db.AnswerPosts.Add(new AnswerPost { Channel = answer.Channel, NetworkId = externalId, AnswerId = answer.Id, ConversationId = answer.ConversationId });
        if (await db.Posts.FirstOrDefaultAsync(p => p.Channel == answer.Channel && p.NetworkId == externalId && p.Ours) is { } copy)
            db.Posts.Remove(copy);
    }
}
