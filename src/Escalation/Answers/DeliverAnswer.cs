using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;
using Polly.CircuitBreaker;

namespace Escalation.Answers;

/// <summary>
/// One try to bring an answer into its thread. The attempt is written before the network is called, so that a crash
/// leaves a try of unknown outcome and not a gap. After an unknown outcome the network's own device is used, or the
/// thread is read back; a network that has neither leaves the answer to a person (invariant 5: never a blind resend).
/// </summary>
public sealed class DeliverAnswer(Database database, ConnectorRegistry connectors, SettleDelivery settle, TimeProvider time)
{
    /// <summary>Throws when it is to be tried again: <see cref="TryLaterException"/>, <see cref="BrokenCircuitException"/> or what the network call threw.</summary>
    public async Task TryOnceAsync(Guid answerId, CancellationToken cancellation)
    {
        var (outbound, channel, isUnknown) = await LoadAsync(answerId, cancellation);
        if (connectors.Find(channel) is not { } connected)
        {
            await settle.FailAsync(answerId, $"The channel {channel} is not there any more.", cancellation);
            return;
        }

        if (isUnknown && connected.Connector is IFindsAnswers finder)
        {
            if (await connected.Calls.ExecuteAsync(async ct => await finder.FindAsync(outbound, ct), cancellation) is { } found)
            {
                await settle.DeliverAsync(answerId, found, cancellation);
                return;
            }
        }
        else if (isUnknown && connected.Connector is not IRepeatsSafely)
        {
            await settle.LeaveToPersonAsync(answerId, "It may have been posted, and this network cannot be asked. Look at the thread, then retry or close.", cancellation);
            return;
        }

        await connected.Calls.ExecuteAsync(async ct => await CallAsync(connected, answerId, outbound, ct), cancellation);
    }

    async Task CallAsync(Connected connected, Guid answerId, OutboundAnswer outbound, CancellationToken cancellation)
    {
        var attempt = await settle.BeginAttemptAsync(answerId, cancellation);
        try
        {
            var delivery = await EscalationMetrics.TimeDeliveryAsync(connected.Channel.Name, time, () => connected.Connector.DeliverAsync(outbound, cancellation));
            if (delivery is Delivery.Delivered delivered)
                await settle.DeliverAsync(answerId, delivered, CancellationToken.None);
            else if (delivery is Delivery.Refused refused)
                await settle.FailAsync(answerId, refused.Reason, CancellationToken.None);
        }
        catch (TryLaterException e)
        {
            await settle.EndAttemptAsync(attempt, AttemptOutcome.NotTaken, e.Message);
            throw;
        }
        catch (Exception e) when (e is not DbUpdateException)
        {
            await settle.EndAttemptAsync(attempt, AttemptOutcome.Unknown, e.Message);
            throw;
        }
    }

    Task<(OutboundAnswer, string Channel, bool IsUnknown)> LoadAsync(Guid answerId, CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        var answer = await db.Answers.SingleAsync(a => a.Id == answerId, cancellation);
        var conversation = await db.Conversations.SingleAsync(c => c.Id == answer.ConversationId, cancellation);
        var posts = await db.Posts.Where(p => p.ConversationId == conversation.Id).OrderBy(p => p.ReceivedAt).ToListAsync(cancellation);
        var attempts = await db.DeliveryAttempts.Where(a => a.AnswerId == answerId).OrderBy(a => a.Number).ToListAsync(cancellation);

        var outbound = new OutboundAnswer(
            answer.Id, conversation.Id, answer.Text, answer.InReplyTo, posts[0].NetworkId, connectors.DisplayName(answer.By), conversation.AuthorId,
            posts.Find(p => p.NetworkId == answer.InReplyTo)?.Visibility ?? "public",
            attempts.Count > 0 ? attempts[0].StartedAt : time.GetUtcNow());
        // One unknown outcome is enough: a later try that was surely not taken says nothing about the earlier one.
        return (outbound, answer.Channel, attempts.Exists(a => a.Outcome is null or AttemptOutcome.Unknown));
    });
}

public static class AttemptOutcome
{
    public const string Delivered = "delivered";
    public const string Refused = "refused";
    /// <summary>The network surely did not take it.</summary>
    public const string NotTaken = "notTaken";
    public const string Unknown = "unknown";
}
