using Escalation.Organization;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Questions;

/// <summary>Closes by itself what was answered and about which the asker has been silent for the policy's <c>closeAfter</c> (the SLA rules, section 4).</summary>
public sealed class CloseSilent(Database database, CurrentOrganization organization, TimeProvider time, ILogger<CloseSilent> log) : NextDueSweeper(time, log)
{
    const int Batch = 50;

    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        database.ReadAsync(db => db.Conversations.Where(c => c.ClosesAt != null && c.UnroutedSince == null && c.OrganizationVersion <= organization.Now.Latest).MinAsync(c => c.ClosesAt, cancellation));

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        if (await NextDueAsync(cancellation) is not { } due || due > through)
            return false;
        return await database.WriteAsync(async db =>
        {
            // An asker who wrote is not silent, whether or not the process has acted on it.
            var silent = await db.Claim<Conversation>(
                $"""
                SELECT * FROM conversations WHERE closes_at <= {through.UtcTicks} AND unrouted_since IS NULL AND organization_version <= {organization.Now.Latest}
                ORDER BY closes_at LIMIT {Batch}
                """).ToListAsync(cancellation);
            foreach (var conversation in silent)
                await CloseConversation.CloseAsync(db, conversation, organization.Now, by: null, "silence", conversation.ClosesAt!.Value, cancellation);
            return silent.Count == Batch;
        }, cancellation);
    }
}
