using Escalation.Messaging;
using Escalation.Organization;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Storage;

/// <summary>The way to the rows for all that is not a message consumer. Contexts are short: one a read, one a transaction.</summary>
public sealed class Database(Func<EscalationDb> contexts, WriterGate gate, IOutboxRelay relay, CommitSignal signal)
{
    const int Tries = 12;

    /// <summary>So that all tries together last longer than the news of an organization takes.</summary>
    static readonly TimeSpan UntilHeard = TimeSpan.FromMilliseconds(400);

    /// <summary>Who was refused once goes on one at a time: many at one row would otherwise refuse each other over and over.</summary>
    readonly WriterGate _again = new(oneWriter: true);

    public EscalationDb Open() => contexts();

    public async Task<T> ReadAsync<T>(Func<EscalationDb, Task<T>> read)
    {
        await using var db = contexts();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(db);
    }

    /// <summary>
    /// Does the work in one transaction. When somebody else changed the same rows meanwhile, the work is done anew on
    /// what they left, so it must not have effects outside of the context that it is given.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<EscalationDb, Task<T>> work, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var turn = attempt == 1 ? null : await _again.EnterAsync(cancellation);
            await using var db = contexts();
            try
            {
                await using var unit = await UnitOfWork.BeginAsync(db, gate, relay, signal, cancellation);
                var result = await work(db);
                await unit.CommitAsync(cancellation);
                return result;
            }
            catch (Exception e) when (attempt < Tries && MayTryAgain(db, e))
            {
                if (e is StaleOrganizationException)
                    await Task.Delay(UntilHeard, db.Time, cancellation);
            }
        }
    }

    public Task WriteAsync(Func<EscalationDb, Task> work, CancellationToken cancellation = default) =>
        WriteAsync(async db =>
        {
            await work(db);
            return 0;
        }, cancellation);

    static bool MayTryAgain(EscalationDb db, Exception e) =>
        e is DbUpdateConcurrencyException or StaleOrganizationException || e is DbUpdateException update && db.IsDuplicateKey(update) || db.IsTransient(e);
}
