using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class SeenFailures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_alerts_kind_topic",
                table: "alerts");

            migrationBuilder.AddColumn<long>(
                name: "transaction",
                table: "timeline",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
            TimelineTransactions.NumberNewRows(migrationBuilder);

            migrationBuilder.AddColumn<string>(
                name: "problem",
                table: "outbox",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "set_aside_at",
                table: "outbox",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "alerted_at",
                table: "channel_cursors",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "failing_since",
                table: "channel_cursors",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_success_at",
                table: "channel_cursors",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "heartbeats",
                columns: table => new
                {
                    process = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_heartbeats", x => x.process);
                });

            migrationBuilder.CreateIndex(
                name: "ix_timeline_transaction_id",
                table: "timeline",
                columns: new[] { "transaction", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_type_set_aside_at",
                table: "outbox",
                columns: new[] { "type", "set_aside_at" },
                filter: "set_aside_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_kind_topic_at",
                table: "alerts",
                columns: new[] { "kind", "topic", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "heartbeats");

            migrationBuilder.DropIndex(
                name: "ix_timeline_transaction_id",
                table: "timeline");

            migrationBuilder.DropIndex(
                name: "ix_outbox_type_set_aside_at",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_alerts_kind_topic_at",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "transaction",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "problem",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "alerted_at",
                table: "channel_cursors");

            migrationBuilder.DropColumn(
                name: "failing_since",
                table: "channel_cursors");

            migrationBuilder.DropColumn(
                name: "last_success_at",
                table: "channel_cursors");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_kind_topic",
                table: "alerts",
                columns: new[] { "kind", "topic" },
                filter: "acknowledged_at IS NULL");
        }
    }
}
