using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Routing;

/// <summary>
/// A question always has a next step (invariant 3) and the promises that are in force, also where no event brings them: a
/// message ended in the error queue after all its tries, or a replica had not heard yet of a new organization (and gave a
/// question a topic, or a person, that is there no more), or an answer of somebody who is absent by now did not go out.
/// </summary>
sealed class PickUpStranded(Database database, CurrentOrganization organization, TimeProvider time, ILogger<PickUpStranded> log) : Periodic(TimeSpan.FromMinutes(1), time, log)
{
    /// <summary>Longer than a message is tried.</summary>
    static readonly TimeSpan Stranded = TimeSpan.FromMinutes(10);
    static readonly TimeSpan StillOnTheWay = TimeSpan.FromSeconds(30);
    const int Most = 100;

    readonly TimeProvider _time = time;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await database.WriteAsync(db => HandBackAbsent.RunAsync(db, organization.Now, _time.GetUtcNow(), cancellation), cancellation);
        await PickUpAsync(cancellation);
    }

    internal Task PickUpAsync(CancellationToken cancellation) => database.WriteAsync(db => PickUpAsync(db, cancellation), cancellation);

    async Task PickUpAsync(EscalationDb db, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        // While messages are not taken away, one more would only come as often again.
        if (await db.Outbox.AnyAsync(m => m.At < now - StillOnTheWay, cancellation))
            return;
        if (await db.Conversations.AnyAsync(c => c.State == ConversationState.Waiting, cancellation))
            db.Publish(new ExpertsFreed());

        var stranded = await db.Conversations.Where(c => c.UnroutedSince < now - Stranded)
            .OrderBy(c => c.UnroutedSince).Take(Most).Select(c => c.Id).ToListAsync(cancellation);
        foreach (var id in stranded)
            db.Publish(new PostReceived(id, Guid.Empty, ByAsker: true));
    }
}
