using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OneMessageAtATime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notices_next_attempt_at",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "leased_until",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "next_attempt_at",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "version",
                table: "notices");

            migrationBuilder.AddColumn<Guid>(
                name: "message",
                table: "notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reader",
                table: "notices",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "notices",
                type: "TEXT",
                nullable: false,
                defaultValue: "new");

            migrationBuilder.CreateTable(
                name: "outlets",
                columns: table => new
                {
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    reader = table.Column<string>(type: "TEXT", nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    quiet_until = table.Column<long>(type: "INTEGER", nullable: true),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    message = table.Column<Guid>(type: "TEXT", nullable: true),
                    message_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    last_sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    alerted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outlets", x => new { x.channel, x.reader });
                });

            migrationBuilder.CreateIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices",
                columns: new[] { "state", "channel", "reader" },
                filter: "state IN ('new', 'waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_outlets_next_at",
                table: "outlets",
                column: "next_at",
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outlets");

            migrationBuilder.DropIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "message",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "reader",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "state",
                table: "notices");

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "notices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "leased_until",
                table: "notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "next_attempt_at",
                table: "notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "notices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_notices_next_attempt_at",
                table: "notices",
                column: "next_attempt_at",
                filter: "next_attempt_at IS NOT NULL");
        }
    }
}
