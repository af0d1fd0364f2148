using System.ComponentModel.DataAnnotations;
using Escalation.Storage.PostgreSql;
using Escalation.Storage.Sqlite;

namespace Escalation.Storage;

public enum StorageProvider
{
    Sqlite,
    PostgreSql,
}

/// <summary>The <c>Storage</c> section of the configuration.</summary>
public sealed class StorageOptions : IValidatableObject
{
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Left out on SQLite: <c>escalation.db</c> in the data directory.</summary>
    public string? ConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Provider == StorageProvider.PostgreSql && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new ValidationResult(
                "Storage:ConnectionString is required for PostgreSql, for example Host=localhost;Database=escalation;Username=escalation", [nameof(ConnectionString)]);
    }

    /// <summary>Does now what the first context would do; EF Core keeps it for all that follow.</summary>
    public void BuildModel(string dataDirectory)
    {
        using var db = Contexts(dataDirectory, TimeProvider.System)();
        _ = db.Model;
    }

    public Func<EscalationDb> Contexts(string dataDirectory, TimeProvider time)
    {
        if (Provider == StorageProvider.PostgreSql)
            return Contexts<PostgreSqlEscalationDb>.Of(PostgreSqlEscalationDb.Options(ConnectionString!), time);
        return Contexts<SqliteEscalationDb>.Of(SqliteEscalationDb.Options(ConnectionString ?? $"Data Source={Path.Combine(dataDirectory, "escalation.db")}"), time);
    }
}
