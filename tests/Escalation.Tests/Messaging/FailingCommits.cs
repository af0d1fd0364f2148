using System.Data.Common;
using Escalation.Storage;
using Escalation.Storage.PostgreSql;
using Escalation.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Escalation.Tests.Messaging;

/// <summary>Lets the next commits fail, as when the connection to the database breaks at that moment.</summary>
sealed class FailingCommits : DbTransactionInterceptor
{
    int _toFail;

    /// <summary>How many have failed.</summary>
    public int Failed { get; private set; }

    public void FailNext(int commits) => _toFail = commits;

    public Func<EscalationDb> In(Func<EscalationDb> contexts) => () =>
    {
        using var like = contexts();
        EscalationDb db = like is SqliteEscalationDb
            ? new SqliteEscalationDb(With<SqliteEscalationDb>(like))
            : new PostgreSqlEscalationDb(With<PostgreSqlEscalationDb>(like));
        db.StartOver(like.Time);
        return db;
    };

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref _toFail) < 0)
            return ValueTask.FromResult(result);
        Failed++;
        throw new IOException("The connection broke at the commit.");
    }

    DbContextOptions<T> With<T>(EscalationDb like) where T : DbContext =>
        new DbContextOptionsBuilder<T>((DbContextOptions<T>)like.GetService<IDbContextOptions>()).AddInterceptors(this).Options;
}
