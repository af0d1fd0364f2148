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
public sealed class DeliverAnswer(
    Database database, ConnectorRegistry connectors, RecordAttempts attempts, SettleDelivery settle, LeaseOptions leases, TimeProvider time)
{
    /// <summary>Throws when it is to be tried again: <see cref="TryLaterException"/>, <see cref="BrokenCircuitException"/> or what the network call threw.</summary>
    /// <param name="cancellation">Breaks off the call itself, so that its outcome is unknown.</param>
    public async Task TryOnceAsync(AnswerClaim claim, CancellationToken cancellation)
    {
        var tried = await LoadAsync(claim.Answer, cancellation);
        if (connectors.Find(tried.Channel) is not { } connected)
        {
            if (connectors.Problems.TryGetValue(tried.Channel, out var problem))
                throw new TryLaterException(problem);
            await settle.FailAsync(claim, $"The channel {tried.Channel} is not there any more.", tried.Unknown, cancellation);
            return;
        }

        var isLookedUp = false;
        if (tried.EverUnknown && connected.Connector is IFindsAnswers finder)
        {
            if (!await attempts.RenewAsync(claim, cancellation))
                return;
            if (await connected.Calls.ExecuteAsync(async ct => await finder.FindAsync(tried.Outbound, ct), cancellation) is { } found)
            {
                await OnceUsable.WriteAsync(() => settle.DeliverAsync(claim, found, CancellationToken.None), cancellation);
                return;
            }
            isLookedUp = true;
        }
        else if (tried.Unknown && connected.Connector is not IRepeatsSafely)
        {
            await settle.LeaveToPersonAsync(claim, "It may have been posted, and this network cannot be asked. Look at the thread, then retry or close.", cancellation);
            return;
        }
        await SendAsync(connected, claim, tried.Outbound, mayHaveBeenPosted: tried.Unknown && !isLookedUp, cancellation);
    }

    async Task SendAsync(Connected connected, AnswerClaim claim, OutboundAnswer outbound, bool mayHaveBeenPosted, CancellationToken cancellation)
    {
        long? attempt = null;
        Delivery? delivery;
        try
        {
            delivery = await connected.Calls.ExecuteAsync(async ct =>
            {
                var begun = time.GetTimestamp();
                // Within the circuit, so that an open one begins nothing.
                attempt = await attempts.BeginAsync(claim, mayHaveBeenPosted, cancellation);
                if (attempt is null)
                    return null;
                // The process stood still meanwhile: the lease might run out during the call.
                if (time.GetElapsedTime(begun) > leases.Delivery / 2)
                    throw new TryLaterException("The service was held up before it could send it.");
                return await EscalationMetrics.TimeDeliveryAsync(connected.Channel.Name, time, () => connected.Connector.DeliverAsync(outbound, ct));
            }, cancellation);
        }
        catch (Exception e) when (attempt is { } begun)
        {
            await OnceUsable.WriteAsync(() => attempts.EndAsync(claim, begun, e is TryLaterException ? AttemptOutcome.NotTaken : AttemptOutcome.Unknown, e.Message), cancellation);
            throw;
        }
        if (delivery is Delivery.Delivered delivered)
            await OnceUsable.WriteAsync(() => settle.DeliverAsync(claim, delivered, CancellationToken.None), cancellation);
        else if (delivery is Delivery.Refused refused)
            await OnceUsable.WriteAsync(() => settle.FailAsync(claim, refused.Reason, mayHaveBeenPosted, CancellationToken.None), cancellation);
    }

    Task<Tried> LoadAsync(Guid answerId, CancellationToken cancellation) => database.ReadAsync(async db =>
    {
        var answer = await db.Answers.SingleAsync(a => a.Id == answerId, cancellation);
        var conversation = await db.Conversations.SingleAsync(c => c.Id == answer.ConversationId, cancellation);
        var posts = await db.Posts.Where(p => p.ConversationId == conversation.Id).OrderBy(p => p.ReceivedAt).ToListAsync(cancellation);
        var earlier = await db.DeliveryAttempts.Where(a => a.AnswerId == answerId).OrderBy(a => a.Number).ToListAsync(cancellation);

        var outbound = new OutboundAnswer(
            answer.Id, conversation.Id, answer.Text, answer.InReplyTo, RootOf(posts), connectors.DisplayName(answer.By), conversation.AuthorId,
            posts.Find(p => p.NetworkId == answer.InReplyTo)?.Visibility ?? "public",
            earlier.Count > 0 ? earlier[0].StartedAt : time.GetUtcNow());
        // One unknown outcome is enough: a later try that was surely not taken says nothing about the earlier one.
        var unknown = earlier.FindAll(a => a.Outcome is null or AttemptOutcome.Unknown);
        return new Tried(outbound, answer.Channel, unknown.Count > 0, unknown.Exists(a => a.StartedAt >= (answer.QueuedAt ?? answer.SubmittedAt)));
    });

    /// <param name="EverUnknown">Some try may have posted it.</param>
    /// <param name="Unknown">One since it was queued: for those before it a person looked (decision 0019).</param>
    sealed record Tried(OutboundAnswer Outbound, string Channel, bool EverUnknown, bool Unknown);

    /// <summary>A reply may have come in before the post that it replies to.</summary>
    static string RootOf(List<Post> posts)
    {
        var ids = posts.Select(p => p.NetworkId).ToHashSet();
        return (posts.Find(p => p.InReplyTo is null) ?? posts.Find(p => !ids.Contains(p.InReplyTo!)) ?? posts[0]).NetworkId;
    }
}

public static class AttemptOutcome
{
    public const string Delivered = "delivered";
    public const string Refused = "refused";
    /// <summary>The network surely did not take it.</summary>
    public const string NotTaken = "notTaken";
    public const string Unknown = "unknown";
}
