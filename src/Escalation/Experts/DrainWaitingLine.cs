using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>Calls from the waiting lines as many as there may be places for, oldest due first; each is then assigned, or goes on waiting.</summary>
public sealed class DrainWaitingLine(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IConsumer<ExpertsFreed>
{
    const int MostAtOnce = 200;

    public async Task Consume(ConsumeContext<ExpertsFreed> context)
    {
        // A question that is just going into the line is then either seen here, or sees the place that was freed.
        await db.LockAssignmentsAsync(context.CancellationToken);
        var now = time.GetUtcNow();
        var people = organization.Now.File.People.Where(p => p.AbsenceAt(now) is null);
        var freed = context.Message.Expert is { } name ? people.Where(p => p.Name == name) : people;
        var topics = freed.SelectMany(p => p.Topics).Select(t => t.Topic).Distinct().ToList();
        var places = Math.Min(MostAtOnce, await FreePlacesAsync(freed.ToDictionary(p => p.Name, p => p.Capacity), context.CancellationToken));

        var waiting = await db.Conversations
            .Where(c => c.State == ConversationState.Waiting && topics.Contains(c.Topic!))
            .OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id)
            .Select(c => c.Id).Take(places).ToListAsync(context.CancellationToken);
        foreach (var id in waiting)
            db.Publish(new PlaceFreed(id));
    }

    async Task<int> FreePlacesAsync(Dictionary<string, int> capacities, CancellationToken cancellation)
    {
        var held = await db.Conversations.CountAsync(
            c => c.Expert != null && capacities.Keys.Contains(c.Expert) && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted),
            cancellation);
        return Math.Max(0, capacities.Values.Sum() - held);
    }
}
