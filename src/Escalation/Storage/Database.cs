using Escalation.Messaging;
using Escalation.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Storage;

/// <summary>The way to the rows for all that is not a message consumer. Contexts are short: one a read, one a transaction.</summary>
public sealed class Database(Func<EscalationDb> contexts, WriterGate gate, IOutboxRelay relay, CommitSignal signal, ILogger<UnitOfWork>? log = null)
{
    const int Tries = 12;

    /// <summary>So that all tries together last longer than the news of an organization takes.</summary>
    static readonly TimeSpan UntilHeard = TimeSpan.FromMilliseconds(400);

    /// <summary>So long a caller waits for a database that is away or locked.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Who was refused once goes on one at a time: many at one row would otherwise refuse each other over and over.</summary>
    readonly WriterGate _again = new(oneWriter: true, TimeSpan.FromSeconds(30));

    readonly ILogger _log = log ?? NullLogger<UnitOfWork>.Instance;

    public EscalationDb Open() => contexts();

    /// <exception cref="StorageUnavailableException">The database cannot be used now.</exception>
    public async Task<T> ReadAsync<T>(Func<EscalationDb, Task<T>> read)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            await using var db = contexts();
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            try
            {
                return await read(db);
            }
            // A server that was started anew has cut the connections that wait to be used.
            catch (Exception e) when (db.WhyUnavailable(e) is { } why)
            {
                if (attempt == 2 || !db.IsTransient(e) || TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new StorageUnavailableException(why, e);
            }
        }
    }

    /// <summary>
    /// Does the work in one transaction. When somebody else changed the same rows meanwhile, the work is done anew on
    /// what they left, so it must not have effects outside of the context that it is given.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be used now.</exception>
    public async Task<T> WriteAsync<T>(Func<EscalationDb, Task<T>> work, CancellationToken cancellation = default)
    {
        var isConflict = false;
        // By real time: it is real locks and connections that are waited for.
        var started = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            using var turn = isConflict ? await _again.EnterAsync(cancellation) : null;
            await using var db = contexts();
            try
            {
                await using var unit = await UnitOfWork.BeginAsync(db, gate, relay, signal, contexts, _log, cancellation);
                var result = await work(db);
                await unit.CommitAsync(cancellation);
                return result;
            }
            catch (CommitUnknownException e)
            {
                throw new StorageUnavailableException(e.Message, e);
            }
            catch (Exception e) when (db.WhyUnavailable(e) is { } why)
            {
                if (!db.IsTransient(e) || TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new StorageUnavailableException(why, e);
                isConflict = false;
                await Task.Delay(UntilHeard, TimeProvider.System, cancellation);
            }
            catch (Exception e) when (attempt < Tries && MayTryAgain(db, e))
            {
                isConflict = true;
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
