using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Escalation.Storage.Sqlite;

/// <summary>SQLite: write-ahead log, every commit flushed, one writer at a time (<see cref="WriterGate"/>).</summary>
public sealed class SqliteEscalationDb(DbContextOptions<SqliteEscalationDb> options) : EscalationDb(options)
{
    const int Busy = 5, Locked = 6, PrimaryKeyTaken = 1555, UniqueTaken = 2067;

    protected override string SkipLocked => "";

    protected override string ForUpdate => "";

    // The writer gate is held by every transaction that writes, so nobody else can be choosing.
    public override Task LockAssignmentsAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override bool IsDuplicateKey(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: PrimaryKeyTaken or UniqueTaken };

    public override bool IsTransient(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) is { SqliteErrorCode: Busy or Locked };

    public static DbContextOptions<SqliteEscalationDb> Options(string connectionString) =>
        Options(options => options.UseSqlite(connectionString).AddInterceptors(new SqlitePragmas()));

    /// <summary>One open connection for all contexts, which must not be used at the same time.</summary>
    public static DbContextOptions<SqliteEscalationDb> Options(SqliteConnection connection) => Options(options => options.UseSqlite(connection));

    static DbContextOptions<SqliteEscalationDb> Options(Action<DbContextOptionsBuilder<SqliteEscalationDb>> use)
    {
        var options = new DbContextOptionsBuilder<SqliteEscalationDb>();
        use(options);
        // Compared in a test; at every start it would cost a third of a second.
        return options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
    }
}

sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteEscalationDb>
{
    public SqliteEscalationDb CreateDbContext(string[] args) => new(SqliteEscalationDb.Options("Data Source=:memory:"));
}
