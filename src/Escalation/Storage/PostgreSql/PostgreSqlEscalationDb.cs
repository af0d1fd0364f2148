using System.Net.Sockets;
using Escalation.Questions;
using Escalation.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Escalation.Storage.PostgreSql;

public sealed class PostgreSqlEscalationDb(DbContextOptions<PostgreSqlEscalationDb> options) : EscalationDb(options)
{
    const long AssignmentsLock = 0x45_53_43_41;

    const int SecondsToConnect = 7, SecondsForCommand = 7, RenumberedAtOnce = 10_000;

    public override (string Condition, string Value) Matching(SearchWords words) => PostgreSqlSearch.Matching(words);

    protected override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    protected override string ForUpdate => "FOR UPDATE";

    public override Task LockAssignmentsAsync(CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AssignmentsLock})", cancellation);

    const string Oldest = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    protected override string OldestOpenTransaction => Oldest;

    // Rows of transactions that are open now come after it, whenever they are committed.
    public override async Task<TimelinePlace> TimelineEndAsync(CancellationToken cancellation) =>
        new(await Database.SqlQueryRaw<long>("SELECT " + Oldest + " AS \"Value\"").SingleAsync(cancellation), 0);

    public override async Task RenumberTransactionsAsync(CancellationToken cancellation)
    {
        while (await Database.ExecuteSqlAsync($"""
            UPDATE timeline SET "transaction" = 0 WHERE id IN
                (SELECT id FROM timeline WHERE "transaction" >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint LIMIT {RenumberedAtOnce})
            """, cancellation) == RenumberedAtOnce)
        {
        }
    }

    public override async Task<DateTimeOffset> ClockAsync(CancellationToken cancellation)
    {
        var microseconds = await Database.SqlQuery<long>($"""SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS "Value" """).SingleAsync(cancellation);
        return DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
    }

    protected override Task LockKeysAsync(long[] ascending, CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(key) FROM unnest({ascending}) AS key", cancellation);

    public override async Task<string?> TransactionIdAsync(CancellationToken cancellation) =>
        (await Database.SqlQuery<string?>($"SELECT pg_current_xact_id_if_assigned()::text AS \"Value\"").ToListAsync(cancellation))[0];

    public override async Task<bool?> IsCommittedAsync(string transactionId, CancellationToken cancellation) =>
        (await Database.SqlQuery<string?>($"SELECT pg_xact_status({transactionId}::xid8) AS \"Value\"").ToListAsync(cancellation))[0] switch
        {
            "committed" => true,
            "aborted" => false,
            _ => null,
        };

    public override bool IsDuplicateKey(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsTransient(Exception exception) =>
        (exception as NpgsqlException ?? exception.InnerException as NpgsqlException) is { IsTransient: true } || Causes(exception).Any(IsBrokenConnection);

    /// <summary>What the driver throws when its connection breaks under a command that is being sent.</summary>
    static bool IsBrokenConnection(Exception cause) => cause is ObjectDisposedException && cause.StackTrace?.Contains(nameof(Npgsql), StringComparison.Ordinal) == true;

    public override string? WhyUnavailable(Exception exception)
    {
        foreach (var cause in Causes(exception))
        {
            if (cause is PostgresException refused)
                return WhyRefused(refused.SqlState);
            if (cause is NpgsqlException { IsTransient: true } or SocketException || IsBrokenConnection(cause))
                return "PostgreSQL does not answer: see that it runs and that Storage:ConnectionString leads to it.";
        }
        return null;
    }

    static string? WhyRefused(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "The disk of PostgreSQL is full: make room there.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "PostgreSQL only lets itself be read: see that Storage:ConnectionString leads to the primary server.",
        PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left: raise its max_connections, or end what holds them.",
        PostgresErrorCodes.IoError => "The disk of PostgreSQL failed: look at its log.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "PostgreSQL is stopping or starting: see that it comes up.",
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "PostgreSQL refuses the service: check database, user and password in Storage:ConnectionString.",
        _ when state.StartsWith("08", StringComparison.Ordinal) => "The connection to PostgreSQL broke: see that it runs and can be reached.",
        _ => null,
    };

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<TimelineEntry>().Property(e => e.Transaction).HasDefaultValueSql("pg_current_xact_id()::text::bigint");
    }

    public static DbContextOptions<PostgreSqlEscalationDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<PostgreSqlEscalationDb>()
            // Metrics carry the pool's name; unnamed, that is the connection string with its host and user.
            .UseNpgsql(Impatient(connectionString), npgsql => npgsql.ConfigureDataSource(source => source.Name = "escalation"))
            // Compared in a test; at every start it would cost a third of a second.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options;

    /// <summary>A server that hangs is told to callers as away within some ten seconds, or twice that by a write under way, unless the connection string says otherwise.</summary>
    static string Impatient(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = SecondsToConnect;
        if (!settings.ShouldSerialize("Command Timeout"))
            settings.CommandTimeout = SecondsForCommand;
        return settings.ConnectionString;
    }
}

sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlEscalationDb>
{
    public PostgreSqlEscalationDb CreateDbContext(string[] args) => new(PostgreSqlEscalationDb.Options("Host=localhost"));
}
