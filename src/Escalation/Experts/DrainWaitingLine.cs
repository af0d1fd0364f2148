using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>
/// Calls from the waiting lines those for whom there may be a place, oldest due first; each is then assigned, or goes on
/// waiting. Who cannot be helped by anybody who is free does not keep back those behind
/// (of the first two thousand).
/// </summary>
public sealed class DrainWaitingLine(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IConsumer<ExpertsFreed>
{
    const int MostAtOnce = 200;
    const int LongestLook = 2000;

    public async Task Consume(ConsumeContext<ExpertsFreed> context)
    {
        // A question that is just going into the line is then either seen here, or sees the place that was freed.
        await db.LockAssignmentsAsync(context.CancellationToken);
        var (file, now) = (organization.Now.File, time.GetUtcNow());
        var free = await FreeAsync(context.Message.Expert, file, now, context.CancellationToken);
        var places = PlacesOf(free, file, now).ToLookup(place => place.Topic, place => (place.Taker, place.Of));
        var topics = places.Select(place => place.Key).ToList();
        if (topics.Count == 0)
            return;

        var waiting = db.Conversations
            .Where(c => c.State == ConversationState.Waiting && topics.Contains(c.Topic!))
            .OrderBy(c => c.NextDueAt == null).ThenBy(c => c.NextDueAt).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.Topic, c.Language, c.PassedOver }).Take(LongestLook).AsAsyncEnumerable();
        var called = 0;
        await foreach (var question in waiting.WithCancellation(context.CancellationToken))
        {
            var need = new ExpertNeed(question.Topic, question.Language, question.PassedOver, now);
            if (places[question.Topic!].FirstOrDefault(p => free.ContainsKey(p.Taker.Name) && ChooseExpert.Fits(p.Taker, p.Of, need)).Taker is not { } taker)
                continue;
            if (--free[taker.Name] == 0)
                free.Remove(taker.Name);
            db.Publish(new PlaceFreed(question.Id));
            if (++called == MostAtOnce || free.Count == 0)
                break;
        }
    }

    /// <summary>How many more each who is there can take; who can take none is left out.</summary>
    async Task<Dictionary<string, int>> FreeAsync(string? only, OrganizationFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var there = file.People.Where(p => (only is null || p.Name == only) && p.AbsenceAt(now) is null).ToDictionary(p => p.Name);
        var held = await db.HeldAsync(there.Keys, cancellation);
        return there.Values.Select(p => (p.Name, Free: p.Capacity - held.GetValueOrDefault(p.Name))).Where(p => p.Free > 0).ToDictionary(p => p.Name, p => p.Free);
    }

    /// <summary>What they can take by topic: for themselves, and for those for whom they stand in.</summary>
    static IEnumerable<(string Topic, Person Taker, Person Of)> PlacesOf(Dictionary<string, int> free, OrganizationFile file, DateTimeOffset now)
    {
        var takers = file.People.Where(p => free.ContainsKey(p.Name)).ToDictionary(p => p.Name);
        return file.People
            .Select(of => (Of: of, Taker: takers.GetValueOrDefault(of.AbsenceAt(now) is null ? of.Name : of.SubstituteAt(now) ?? "")))
            .Where(place => place.Taker is not null)
            .SelectMany(place => place.Of.Topics, (place, topic) => (topic.Topic, place.Taker!, place.Of));
    }
}
