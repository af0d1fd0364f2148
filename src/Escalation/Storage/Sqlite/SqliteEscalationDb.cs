using Escalation.Questions;
using Escalation.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Escalation.Storage.Sqlite;

/// <summary>SQLite: write-ahead log, every commit flushed, one writer at a time (<see cref="WriterGate"/>).</summary>
public sealed class SqliteEscalationDb(DbContextOptions<SqliteEscalationDb> options) : EscalationDb(options)
{
    const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26, PrimaryKeyTaken = 1555, UniqueTaken = 2067;

    const long LeastRoom = 1 << 20;

    /// <summary>How long a command waits for another program's lock. Short, because callers wait behind it; who must may try again.</summary>
    const int SecondsForLock = 2;

    // ALTER TABLE adds only columns that are computed when they are read; an index keeps their values all the same.
    protected override bool StoresComputed => false;

    public override (string Condition, string Value) Matching(SearchWords words) => SqliteSearch.Matching(words);

    protected override string SkipLocked => "";

    protected override string ForUpdate => "";

    // The writer gate is held by every transaction that writes, so nobody else can be choosing.
    public override Task LockAssignmentsAsync(CancellationToken cancellation) => Task.CompletedTask;

    // One transaction writes at a time, so ids appear in their order; all transactions are 0.
    protected override string OldestOpenTransaction => "1";

    public override async Task<TimelinePlace> TimelineEndAsync(CancellationToken cancellation) =>
        new(0, await Timeline.MaxAsync(e => (long?)e.Id, cancellation) ?? 0);

    protected override Task LockKeysAsync(long[] ascending, CancellationToken cancellation) => Task.CompletedTask;

    // Within one process: a commit that fails has failed.
    public override Task<string?> TransactionIdAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public override Task<bool?> IsCommittedAsync(string transactionId, CancellationToken cancellation) => throw new NotSupportedException();

    public override bool IsDuplicateKey(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: PrimaryKeyTaken or UniqueTaken };

    public override bool IsTransient(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) is { SqliteErrorCode: Busy or Locked };

    public override string? WhyUnavailable(Exception exception) => Causes(exception).OfType<SqliteException>().FirstOrDefault()?.SqliteErrorCode switch
    {
        Busy or Locked => "The database is locked by another program: end what holds it, or wait until it is done.",
        ReadOnly => $"The database may only be read: let the account of the service write to {File} and its folder.",
        // A full disk also fails to make room for the files beside the database.
        IoError or CannotOpen when WhyFull() is { } full => full,
        IoError => $"The disk failed while the database was read or written: look at the disk that holds {File}.",
        Full => $"The disk is full: make room on the one that holds {File}.",
        CannotOpen => $"The database cannot be opened: see that {File} and its folder are there and that the account of the service may use them.",
        Corrupt or NotADatabase => $"The database is damaged: stop the service and restore {File} from a backup.",
        _ => null,
    };

    public override string? WhyFull()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(File));
        return folder is not null && !File.Contains(":memory:", StringComparison.Ordinal) && new DriveInfo(folder).AvailableFreeSpace < LeastRoom
            ? $"The disk is all but full: make room on the one that holds {File}."
            : null;
    }

    string File => Database.GetDbConnection().DataSource;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<TimelineEntry>().Property(e => e.Transaction).HasDefaultValue(0L);
    }

    public static DbContextOptions<SqliteEscalationDb> Options(string connectionString) =>
        Options(options => options.UseSqlite(Impatient(connectionString)).AddInterceptors(new SqlitePragmas()));

    static string Impatient(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Default Timeout"))
            settings.DefaultTimeout = SecondsForLock;
        return settings.ToString();
    }

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
