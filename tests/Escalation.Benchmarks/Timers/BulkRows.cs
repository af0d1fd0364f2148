using System.Data.Common;
using Escalation.Sla;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Escalation.Benchmarks.Timers;

/// <summary>Writes rows as the model of the tables has them, but a hundred times faster than the service would: COPY, or one prepared statement.</summary>
static class BulkRows
{
    const int Chunk = 20_000;

    public static async Task AddAsync(EscalationDb db, IEnumerable<Questions.Question> questions)
    {
        await db.Database.OpenConnectionAsync();
        foreach (var chunk in questions.Chunk(Chunk))
        {
            await AddAsync(db, chunk.Select(q => q.Conversation));
            await AddAsync(db, chunk.Select(q => q.Deadline));
            await AddAsync(db, chunk.SelectMany(q => q.Steps));
        }
        await db.Database.CloseConnectionAsync();
    }

    /// <summary>For an empty database: its indexes are made when the rows are there.</summary>
    public static async Task FillAsync(EscalationDb db, IEnumerable<Questions.Question> questions)
    {
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        if (connection is not NpgsqlConnection)
            await ExecuteAsync(connection, "PRAGMA synchronous = OFF");
        var indexes = new List<(string Name, string Definition)>();
        foreach (var type in (Type[])[typeof(Conversation), typeof(Deadline), typeof(EscalationStep)])
            indexes.AddRange(await IndexesAsync(connection, db.Model.FindEntityType(type)!.GetTableName()!));
        foreach (var (name, _) in indexes)
            await ExecuteAsync(connection, $"DROP INDEX {name}");
        await AddAsync(db, questions);
        await db.Database.OpenConnectionAsync();
        foreach (var (_, definition) in indexes)
            await ExecuteAsync(connection, definition);
        // What autovacuum, or the first checkpoint, would otherwise do in the midst of the measurement.
        await ExecuteAsync(connection, connection is NpgsqlConnection ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");
        if (connection is NpgsqlConnection)
            await ExecuteAsync(connection, "CHECKPOINT");
        await db.Database.CloseConnectionAsync();
    }

    static async Task AddAsync<T>(EscalationDb db, IEnumerable<T> rows)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var columns = type.GetProperties().Where(c => c.GetComputedColumnSql() is null).ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.GetColumnName()}\""));
        var values = rows.Select(row => columns.ConvertAll(column => Value(column, row!)));
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
            await CopyAsync(postgres, $"COPY {type.GetTableName()} ({names}) FROM STDIN (FORMAT BINARY)", values);
        else
            await InsertAsync(db.Database.GetDbConnection(), $"INSERT INTO {type.GetTableName()} ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})", values);
    }

    static object? Value(IProperty column, object row)
    {
        var value = column.PropertyInfo!.GetValue(row);
        return value is not null && column.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    static async Task CopyAsync(NpgsqlConnection connection, string copy, IEnumerable<List<object?>> rows)
    {
        await using var writer = await connection.BeginBinaryImportAsync(copy);
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var value in row)
                await (value is null ? writer.WriteNullAsync() : writer.WriteAsync(value));
        }
        await writer.CompleteAsync();
    }

    static async Task InsertAsync(DbConnection connection, string insert, IEnumerable<List<object?>> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (insert, transaction);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Count; i++)
            {
                if (command.Parameters.Count == i)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = $"@p{i}";
                    command.Parameters.Add(parameter);
                }
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            }
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    static async Task<List<(string, string)>> IndexesAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = connection is NpgsqlConnection
            ? $"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}' AND indexname NOT LIKE 'pk_%'"
            : $"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{table}'";
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync())
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 600);
        await command.ExecuteNonQueryAsync();
    }
}
