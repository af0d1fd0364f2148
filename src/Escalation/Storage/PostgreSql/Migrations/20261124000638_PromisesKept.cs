using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PromisesKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "expert",
                table: "deadlines",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "closes_at",
                table: "conversations",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "interruptions",
                table: "conversations",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "escalation_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deadline_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    actions = table.Column<string>(type: "text", nullable: false),
                    fired_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalation_steps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    to = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    next_attempt_at = table.Column<long>(type: "bigint", nullable: true),
                    leased_until = table.Column<long>(type: "bigint", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_closes_at",
                table: "conversations",
                column: "closes_at",
                filter: "closes_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_hold_until",
                table: "conversations",
                column: "hold_until",
                filter: "hold_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_kind_topic",
                table: "alerts",
                columns: new[] { "kind", "topic" },
                filter: "acknowledged_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_escalation_steps_conversation_id",
                table: "escalation_steps",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_escalation_steps_deadline_id_number",
                table: "escalation_steps",
                columns: new[] { "deadline_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_escalation_steps_due_at",
                table: "escalation_steps",
                column: "due_at",
                filter: "state = 'Pending' AND due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_at",
                table: "notices",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_notices_next_attempt_at",
                table: "notices",
                column: "next_attempt_at",
                filter: "next_attempt_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "escalation_steps");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropIndex(
                name: "ix_conversations_closes_at",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_hold_until",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_alerts_kind_topic",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "expert",
                table: "deadlines");

            migrationBuilder.DropColumn(
                name: "closes_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "interruptions",
                table: "conversations");
        }
    }
}
