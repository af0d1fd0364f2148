using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Escalation.Faults.World;

/// <summary>Reads tables by plain SQL: what the service itself thinks of them has no part in it.</summary>
sealed class RowReader(Func<DbConnection> connections, IsolationLevel oneMoment)
{
    public static RowReader OfPostgreSql(string connection) =>
        new(() => new NpgsqlConnection(connection), IsolationLevel.RepeatableRead);

    public static RowReader OfSqlite(DirectoryInfo data) =>
        new(() => new SqliteConnection($"Data Source={data.GetFiles("*.db").Single().FullName};Mode=ReadOnly"), IsolationLevel.Serializable);

    /// <summary>Where one writer is the rule there are none.</summary>
    public bool CountsDeadlocks => oneMoment == IsolationLevel.RepeatableRead;

    /// <summary>Several tables as they are at one moment.</summary>
    public async Task<T> AtOneMomentAsync<T>(Func<Func<string, Task<IReadOnlyList<Row>>>, Task<T>> read)
    {
        await using var connection = connections();
        await connection.OpenAsync();
        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(oneMoment);
        return await read(sql => ReadAsync(connection, transaction, sql));
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = connections();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    static async Task<IReadOnlyList<Row>> ReadAsync(DbConnection connection, DbTransaction transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
            rows.Add(new Row(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i))));
        return rows;
    }
}
