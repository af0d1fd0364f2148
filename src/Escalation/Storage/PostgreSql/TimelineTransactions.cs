using Microsoft.EntityFrameworkCore.Migrations;

namespace Escalation.Storage.PostgreSql;

/// <summary>What the timeline of PostgreSQL has beyond the model (decision 0022).</summary>
static class TimelineTransactions
{
    /// <summary>Apart from adding the column: with such a default that would write every row anew.</summary>
    public static void NumberNewRows(MigrationBuilder migration) =>
        migration.Sql("ALTER TABLE timeline ALTER COLUMN transaction SET DEFAULT pg_current_xact_id()::text::bigint");
}
