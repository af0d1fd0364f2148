using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Escalation.Storage.PostgreSql;

public sealed class PostgreSqlEscalationDb(DbContextOptions<PostgreSqlEscalationDb> options) : EscalationDb(options)
{
    const long AssignmentsLock = 0x45_53_43_41;

    protected override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    protected override string ForUpdate => "FOR UPDATE";

    public override Task LockAssignmentsAsync(CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AssignmentsLock})", cancellation);

    public override bool IsDuplicateKey(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsTransient(Exception exception) =>
        (exception as NpgsqlException ?? exception.InnerException as NpgsqlException) is { IsTransient: true };

    public static DbContextOptions<PostgreSqlEscalationDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<PostgreSqlEscalationDb>()
            // Metrics carry the pool's name; unnamed, that is the connection string with its host and user.
            .UseNpgsql(connectionString, npgsql => npgsql.ConfigureDataSource(source => source.Name = "escalation"))
            // Compared in a test; at every start it would cost a third of a second.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options;
}

sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlEscalationDb>
{
    public PostgreSqlEscalationDb CreateDbContext(string[] args) => new(PostgreSqlEscalationDb.Options("Host=localhost"));
}
