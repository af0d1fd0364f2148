using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>
/// Calls from the waiting lines those for whom there may be a place, oldest due first; each is then assigned, or goes on
/// waiting. Who cannot be helped by anybody who is free does not keep back those behind.
/// </summary>
public sealed class DrainWaitingLine(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IConsumer<ExpertsFreed>
{
    const int MostAtOnce = 200;
    const int LongestLook = 2000;

    public async Task Consume(ConsumeContext<ExpertsFreed> context)
    {
        // A question that is just going into the line is then either seen here, or sees the place that was freed.
        await db.LockAssignmentsAsync(context.CancellationToken);
        var now = time.GetUtcNow();
        var people = organization.Now.File.People.Where(p => p.AbsenceAt(now) is null);
        var freed = await WithAPlaceAsync(context.Message.Expert is { } name ? people.Where(p => p.Name == name) : people, context.CancellationToken);
        var topics = freed.SelectMany(e => e.Person.Topics).Select(t => t.Topic).Distinct().ToList();
        if (topics.Count == 0)
            return;

        var waiting = db.Conversations
            .Where(c => c.State == ConversationState.Waiting && topics.Contains(c.Topic!))
            .OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.Topic, c.Language, c.PassedOver }).Take(LongestLook).AsAsyncEnumerable();
        var called = 0;
        await foreach (var question in waiting.WithCancellation(context.CancellationToken))
        {
            var taker = freed.FindIndex(e => ChooseExpert.CanTake(e, new ExpertNeed(question.Topic, question.Language, question.PassedOver, now)));
            if (taker < 0)
                continue;
            freed[taker] = freed[taker] with { Held = freed[taker].Held + 1 };
            db.Publish(new PlaceFreed(question.Id));
            if (++called == MostAtOnce || !freed.Exists(e => e.Held < e.Person.Capacity))
                break;
        }
    }

    async Task<List<ExpertLoad>> WithAPlaceAsync(IEnumerable<Person> people, CancellationToken cancellation)
    {
        var byName = people.ToDictionary(p => p.Name);
        var held = await db.Conversations
            .Where(c => c.Expert != null && byName.Keys.Contains(c.Expert) && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted))
            .GroupBy(c => c.Expert!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return [.. byName.Values.Select(p => new ExpertLoad(p, held.GetValueOrDefault(p.Name), null)).Where(e => e.Held < e.Person.Capacity)];
    }
}
