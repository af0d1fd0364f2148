using Escalation.Messaging;
using Microsoft.EntityFrameworkCore.Storage;

namespace Escalation.Storage;

/// <summary>One transaction: rows and the messages that tell of them are committed together, then the messages go to the bus.</summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    readonly EscalationDb _db;
    readonly WriterGate.Pass _pass;
    readonly IDbContextTransaction _transaction;
    readonly IOutboxRelay _relay;
    readonly CommitSignal _signal;

    UnitOfWork(EscalationDb db, WriterGate.Pass pass, IDbContextTransaction transaction, IOutboxRelay relay, CommitSignal signal) =>
        (_db, _pass, _transaction, _relay, _signal) = (db, pass, transaction, relay, signal);

    internal static async Task<UnitOfWork> BeginAsync(EscalationDb db, WriterGate gate, IOutboxRelay relay, CommitSignal signal, CancellationToken cancellation)
    {
        var pass = await gate.EnterAsync(cancellation);
        try
        {
            var transaction = await db.Database.BeginTransactionAsync(cancellation);
            return new UnitOfWork(db, pass, transaction, relay, signal);
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
        // From here on it is either committed or not: a cancelled wait would leave that open.
        await _transaction.CommitAsync(CancellationToken.None);
        _pass.Dispose();
        try
        {
            // First what this process itself takes from the commit: whoever gets its messages finds that done.
            _db.Committed();
        }
        finally
        {
            _relay.Take(_db.Outgoing);
            _signal.Raise();
        }
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
