using Escalation.Messaging;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Escalation.Storage;

/// <summary>
/// One transaction: rows and the messages that tell of them are committed together, then the messages go to the bus. Where
/// the confirmation of a commit is lost, the database is asked whether it took place: the work is never repeated on a guess (decision 0017).
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    readonly EscalationDb _db;
    readonly WriterGate.Pass _pass;
    readonly IDbContextTransaction _transaction;
    readonly IOutboxRelay _relay;
    readonly CommitSignal _signal;
    readonly Func<EscalationDb> _contexts;
    readonly ILogger _log;

    UnitOfWork(EscalationDb db, WriterGate.Pass pass, IDbContextTransaction transaction, IOutboxRelay relay, CommitSignal signal, Func<EscalationDb> contexts, ILogger log) =>
        (_db, _pass, _transaction, _relay, _signal, _contexts, _log) = (db, pass, transaction, relay, signal, contexts, log);

    internal static async Task<UnitOfWork> BeginAsync(
        EscalationDb db, WriterGate gate, IOutboxRelay relay, CommitSignal signal, Func<EscalationDb> contexts, ILogger log, CancellationToken cancellation)
    {
        var pass = await gate.EnterAsync(cancellation);
        try
        {
            var transaction = await db.Database.BeginTransactionAsync(cancellation);
            return new UnitOfWork(db, pass, transaction, relay, signal, contexts, log);
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    public async Task CommitAsync(CancellationToken cancellation)
    {
        await _db.SaveChangesAsync(cancellation);
        var id = await _db.TransactionIdAsync(cancellation);
        try
        {
            // From here on it is either committed or not: a cancelled wait would leave that open.
            await _transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception) when (id is not null)
        {
            await _transaction.DisposeAsync();
            if (!await CommitOutcome.IsCommittedAsync(_contexts, id))
                throw;
        }
        _pass.Dispose();
        // First what this process itself takes from the commit: whoever gets its messages finds that done.
        _db.Committed(_log);
        _relay.Take(_db.Outgoing);
        _signal.Raise();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
        }
        finally
        {
            _pass.Dispose();
        }
    }
}
