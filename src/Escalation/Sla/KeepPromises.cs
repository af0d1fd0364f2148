using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>
/// Brings a conversation's deadlines to where <see cref="PromiseClock"/> has them, after whatever happened to it. The
/// clock is the one truth: nothing else starts, moves, pauses or ends a promise.
/// </summary>
public sealed class KeepPromises(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IStep
{
    public Task RunAsync(Conversation conversation, CancellationToken cancellation) =>
        KeepAsync(db, conversation, organization.Now, time.GetUtcNow(), cancellation);

    /// <param name="merged">Another conversation's posts and answers came in: what they fulfil was not promised here.</param>
    /// <param name="delivered">When the answer was confirmed with which this is called.</param>
    public static async Task KeepAsync(
        EscalationDb db, Conversation conversation, Applied organization, DateTimeOffset now, CancellationToken cancellation,
        bool merged = false, DateTimeOffset? delivered = null)
    {
        organization.MustKnow(conversation.OrganizationVersion);
        var promises = await Promises.LoadAsync(db, organization.File, conversation, cancellation);
        var ladder = await Ladder.LoadAsync(db, conversation, cancellation);
        var history = await LoadHistoryAsync(db, conversation, cancellation);
        Keep(conversation, history, promises, ladder, organization, now, merged, delivered);
    }

    /// <summary>Only the expert's clock, where nothing else can have changed: without reading the thread.</summary>
    public static async Task KeepAcceptanceAsync(EscalationDb db, Conversation conversation, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        organization.MustKnow(conversation.OrganizationVersion);
        var promises = await Promises.LoadAsync(db, organization.File, conversation, cancellation);
        var ladder = await Ladder.LoadAsync(db, conversation, cancellation);
        var policy = organization.File.Policy(conversation.Policy);
        Acceptance.Keep(conversation, promises, ladder, policy, organization.File, now, isChange: false);
        promises.Settle();
    }

    internal static void Keep(
        Conversation conversation, History history, Promises promises, Ladder ladder, Applied organization, DateTimeOffset now,
        bool merged = false, DateTimeOffset? delivered = null)
    {
        RelabelTopics.Of(conversation, organization.File);
        var policy = ChoosePolicy.For(conversation, organization.File);
        var isChange = merged || conversation.State != ConversationState.Received
            && (conversation.Policy != policy?.Name || conversation.OrganizationVersion != organization.Version);
        (conversation.Policy, conversation.OrganizationVersion) = (policy?.Name, organization.Version);

        var calendar = BusinessTime.Of(organization.File.Calendar(policy?.Calendar));
        var clock = PromiseClock.Of(history, policy, calendar, promises.WasBreached)
            .ToDictionary(p => (p.Run.Target, p.Run.Cycle));
        var open = promises.Rows.Where(row => row.IsOpen && row.Target != Targets.Acceptance)
            .OrderBy(row => Targets.Rank(row.Target)).Select(row => (Row: row, Promise: clock.GetValueOrDefault((row.Target, row.Cycle)))).ToList();

        // What ended is told before what pauses, and that before what is newly armed (the SLA rules, section 11).
        foreach (var (row, promise) in open)
        {
            if (promise is null)
                promises.Cancel(row, now);
            else if (promise.Run.EndedAt is not null)
                promises.End(row, promise, now);
        }
        foreach (var (row, promise) in open.Where(o => o.Row.IsOpen))
        {
            var mayBeRetroactive = isChange && row.DueAt != promise!.DueAt;
            promises.Move(row, promise!, now);
            if (mayBeRetroactive && row.DueAt < now)
                promises.Breach(row, now, retroactive: true);
        }
        foreach (var promise in clock.Values)
            StartIfOwed(promises, promise, isChange, delivered, now);

        foreach (var row in promises.Rows.Where(row => row is { State: DeadlineState.Breached, SatisfiedAt: null }))
            row.SatisfiedAt = clock.GetValueOrDefault((row.Target, row.Cycle))?.Run.SatisfiedAt;
        foreach (var row in promises.Rows.Where(row => row.Target != Targets.Acceptance))
            ladder.Plan(row, clock.GetValueOrDefault((row.Target, row.Cycle)), policy, organization.File, now);

        Acceptance.Keep(conversation, promises, ladder, policy, organization.File, now, isChange);
        promises.Settle();
        var closeAfter = policy is null ? ReadSlaPolicy.DefaultCloseAfter : policy.CloseAfter;
        var closesAt = conversation is { IsOpen: true, OnHold: false } ? PromiseClock.AskersTurnSince(history) + closeAfter : null;
        // What only now turns out to be over (a hold ended, the policy was changed) is over now.
        conversation.ClosesAt = closesAt != conversation.ClosesAt && closesAt < now ? now : closesAt;
    }

    static void StartIfOwed(Promises promises, Promise promise, bool isChange, DateTimeOffset? delivered, DateTimeOffset now)
    {
        var former = promises.Find(promise.Run.Target, promise.Run.Cycle);
        if (former is not (null or { State: DeadlineState.Cancelled }))
            return;
        // What is over was not promised while it lasted, unless it ends by this very answer, which was faster than the post's own message.
        if (promise.Run.EndedAt is not null && (isChange || former is not null || delivered is null || promise.Run.SatisfiedAt != delivered))
            return;
        var row = promises.Start(promise, now);
        if (promise.Run.SatisfiedAt is not null)
            promises.End(row, promise, now);
        else if (isChange && promise.DueAt < now)
            promises.Breach(row, now, retroactive: true);
    }

    internal static async Task<History> LoadHistoryAsync(EscalationDb db, Conversation conversation, CancellationToken cancellation)
    {
        // What this transaction has written so far is part of it.
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellation);
        var posts = await db.Posts.Where(p => p.ConversationId == conversation.Id && p.ByAsker)
            .Select(p => new AskerPost(p.Id, p.ReceivedAt, p.DeletedAt)).ToListAsync(cancellation);
        var answers = conversation.State == ConversationState.Received
            ? []
            : await db.Answers.Where(a => a.ConversationId == conversation.Id && a.DeliveredAt != null)
                .Select(a => new GivenAnswer(a.Id, a.SubmittedAt, a.DeliveredAt!.Value, a.Holding)).ToListAsync(cancellation);
        return new History(conversation.CreatedAt, posts, answers, conversation.Interruptions);
    }
}
