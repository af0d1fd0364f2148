using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Escalation.Storage.Sqlite;

/// <summary>
/// Sets what SQLite keeps for each connection only: flush at every commit, so that what was
/// acknowledged survives a power cut; and a short wait for locks, which the driver repeats until its own time-out.
/// </summary>
sealed class SqlitePragmas : DbConnectionInterceptor
{
    const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
