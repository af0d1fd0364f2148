using System.Runtime.CompilerServices;
using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>
/// Rows of the outbox that cannot be published: of a type that this program does not know (a newer one wrote them), with
/// a body that cannot be read, or refused by the broker. They keep their place and are left out until they can be.
/// </summary>
sealed class SetAside(Database database, CurrentOrganization organization, TimeProvider time, ILogger<SetAside> log)
{
    /// <param name="rows">With the problem of each. People are told once of each type.</param>
    public async Task PutAsync(IReadOnlyDictionary<OutboxMessage, string> rows, CancellationToken cancellation)
    {
        foreach (var kind in rows.GroupBy(row => row.Key.Type))
        {
            var problem = kind.First().Value;
            log.LogError("Messages of type {Type} ({Count}) cannot be published and are set aside; they are looked at again every hour and at every start: {Problem}", kind.Key, kind.Count(), problem);
            var ids = kind.Select(row => row.Key.Id).ToList();
            await database.WriteAsync(async db =>
            {
                var now = time.GetUtcNow();
                var isKnown = await db.Outbox.AnyAsync(m => m.Type == kind.Key && m.SetAsideAt != null, cancellation);
                await db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(
                    s => s.SetProperty(m => m.SetAsideAt, m => m.SetAsideAt ?? now).SetProperty(m => m.Problem, problem), cancellation);
                if (!isKnown)
                    db.Raise(organization.Now.File, AlertKinds.MessageFailed, now,
                        $"Messages of type {kind.Key} cannot be published and are set aside: update this replica, or see what its log says of them.");
            }, cancellation);
        }
    }

    /// <summary>Those that can be read by now, in batches, to be published; what was refused by the broker is among them.</summary>
    public async IAsyncEnumerable<IReadOnlyCollection<OutboxMessage>> TakeUpAsync(int batch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = Guid.Empty;
        while (await database.ReadAsync(db => db.Outbox.Where(m => m.SetAsideAt != null && m.Id > after).OrderBy(m => m.Id).Take(batch).ToListAsync(cancellation)) is { Count: > 0 } rows)
        {
            after = rows[^1].Id;
            var readable = rows.Where(CanBeRead).ToList();
            if (readable.Count == 0)
                continue;
            var ids = readable.ConvertAll(row => row.Id);
            await database.WriteAsync(db => db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(m => m.SetAsideAt, (DateTimeOffset?)null).SetProperty(m => m.Problem, (string?)null), cancellation), cancellation);
            log.LogInformation("{Count} messages that were set aside are published now", readable.Count);
            yield return readable;
        }
    }

    static bool CanBeRead(OutboxMessage row)
    {
        try
        {
            return row.Read() is not null;
        }
        catch (Exception)
        {
            // Still not: its problem is written down already.
            return false;
        }
    }
}
