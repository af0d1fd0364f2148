using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>
/// Gives what waits to those who have a place, oldest due first, all under one lock: each is chosen for as a new question
/// is, and none takes what an older one could have had. Who cannot be helped by anybody who is free does not keep back
/// those behind (of the first two thousand).
/// </summary>
public sealed class DrainWaitingLine(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IConsumer<ExpertsFreed>
{
    /// <summary>Others wait for the lock meanwhile.</summary>
    const int MostAtOnce = 50;
    const int Page = 200, LongestLook = 2000;

    sealed record Waiting(Guid Id, string Topic, string? Language, List<string> PassedOver);

    public Task Consume(ConsumeContext<ExpertsFreed> context) => RunAsync(context.CancellationToken);

    bool _isAnyTaken;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await ServeAsync(cancellation);
        // Somebody worked on a question of the line just now, and may not have looked for an expert.
        if (_isAnyTaken)
            db.Publish(new ExpertsFreed());
    }

    async Task ServeAsync(CancellationToken cancellation)
    {
        // A question that is just going into the line is then either seen here, or sees the place that was freed.
        await db.LockAssignmentsAsync(cancellation);
        if (!await db.Conversations.AnyAsync(c => c.State == ConversationState.Waiting, cancellation))
            return;

        var free = await FreePlaces.FindAsync(db, organization.Now.File, time.GetUtcNow(), cancellation);
        var (given, passed) = (0, 0);
        while (passed < LongestLook && free.Any)
        {
            // What was given is in the line no more.
            var next = await NextAsync(free.Topics, skip: passed, cancellation);
            foreach (var question in next)
            {
                if (!free.MayServe(question.Topic, question.Language, question.PassedOver) || await GiveAsync(question.Id, cancellation) is not { } taker)
                {
                    passed++;
                    continue;
                }
                free.Take(taker);
                if (++given == MostAtOnce)
                {
                    db.Publish(new ExpertsFreed());
                    return;
                }
            }
            if (next.Count < Page)
                return;
        }
    }

    Task<List<Waiting>> NextAsync(IReadOnlyCollection<string> topics, int skip, CancellationToken cancellation) => db.Conversations
        .Where(c => c.State == ConversationState.Waiting && topics.Contains(c.Topic!) && c.OrganizationVersion <= organization.Now.Latest)
        .OrderBy(c => c.DueOrder).ThenBy(c => c.Id)
        .Skip(skip).Take(Page).Select(c => new Waiting(c.Id, c.Topic!, c.Language, c.PassedOver)).ToListAsync(cancellation);

    /// <summary>Null: nobody can take it after all.</summary>
    async Task<string?> GiveAsync(Guid id, CancellationToken cancellation)
    {
        // Who has the assignments lock waits for no conversation (decision 0016).
        if ((await db.ClaimAsync<Conversation>([id], cancellation)).SingleOrDefault() is not { } conversation)
        {
            _isAnyTaken = true;
            return null;
        }
        if (conversation.State == ConversationState.Waiting)
            await new AssignQuestion(db, organization, time).RunAsync(conversation, cancellation);
        return conversation.IsHeld ? conversation.Expert : null;
    }
}
