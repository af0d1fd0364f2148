using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Growth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices");

            migrationBuilder.DropIndex(
                name: "ix_conversations_channel_author_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_expert",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_next_due_at_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_topic_next_due_at",
                table: "conversations");

            migrationBuilder.AddColumn<bool>(
                name: "breached",
                table: "conversations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "conversations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "judged_at",
                table: "deadlines",
                type: "INTEGER",
                nullable: true,
                computedColumnSql: "CASE WHEN state = 'Met' THEN satisfied_at WHEN state = 'Breached' THEN breached_at END",
                stored: false);

            migrationBuilder.AddColumn<long>(
                name: "due_order",
                table: "conversations",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "COALESCE(next_due_at, 9223372036854775807)",
                stored: false);

            migrationBuilder.CreateTable(
                name: "search_texts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    conversation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_texts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_topic_examples_by_id",
                table: "topic_examples",
                columns: new[] { "by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_topic_examples_post_id",
                table: "topic_examples",
                column: "post_id");

            migrationBuilder.CreateIndex(
                name: "ix_timeline_by_id",
                table: "timeline",
                columns: new[] { "by", "id" },
                filter: "\"by\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_posts_channel_author_id",
                table: "posts",
                columns: new[] { "channel", "author_id" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_conversation_id",
                table: "notices",
                column: "conversation_id",
                filter: "conversation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices",
                columns: new[] { "state", "channel", "reader" });

            migrationBuilder.CreateIndex(
                name: "ix_notes_by_id",
                table: "notes",
                columns: new[] { "by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_declines_conversation_id",
                table: "declines",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_declines_expert_id",
                table: "declines",
                columns: new[] { "expert", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deadlines_expert_judged_at",
                table: "deadlines",
                columns: new[] { "expert", "judged_at" },
                filter: "judged_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deadlines_judged_at",
                table: "deadlines",
                column: "judged_at",
                filter: "judged_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deadlines_organization_version",
                table: "deadlines",
                column: "organization_version",
                filter: "state IN ('Running', 'Paused')");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_channel_author_id_created_at",
                table: "conversations",
                columns: new[] { "channel", "author_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_closed_at",
                table: "conversations",
                column: "closed_at",
                filter: "state = 'Closed'");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_expert_state_due_order_id",
                table: "conversations",
                columns: new[] { "expert", "state", "due_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_expert_state_due_order_id_breached_expert",
                table: "conversations",
                columns: new[] { "expert", "state", "due_order", "id" },
                filter: "breached");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_state_due_order_id",
                table: "conversations",
                columns: new[] { "state", "due_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_state_due_order_id_breached",
                table: "conversations",
                columns: new[] { "state", "due_order", "id" },
                filter: "breached");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_topic_state_due_order_id",
                table: "conversations",
                columns: new[] { "topic", "state", "due_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_topic_state_due_order_id_breached_topic",
                table: "conversations",
                columns: new[] { "topic", "state", "due_order", "id" },
                filter: "breached");

            migrationBuilder.CreateIndex(
                name: "ix_answers_by_id",
                table: "answers",
                columns: new[] { "by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_answer_posts_conversation_id",
                table: "answer_posts",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_acknowledged_at",
                table: "alerts",
                column: "acknowledged_at",
                filter: "acknowledged_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_acknowledged_by_id",
                table: "alerts",
                columns: new[] { "acknowledged_by", "id" },
                filter: "acknowledged_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_conversation_id",
                table: "alerts",
                column: "conversation_id",
                filter: "conversation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_search_texts_id_waiting",
                table: "search_texts",
                column: "id",
                filter: "text IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_search_texts_source_id",
                table: "search_texts",
                column: "source_id",
                unique: true);

            migrationBuilder.Sql("UPDATE conversations SET breached = TRUE WHERE id IN (SELECT conversation_id FROM deadlines WHERE state = 'Breached')");
            migrationBuilder.Sql(SqliteSearch.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqliteSearch.Drop);

            migrationBuilder.DropTable(
                name: "search_texts");

            migrationBuilder.DropIndex(
                name: "ix_topic_examples_by_id",
                table: "topic_examples");

            migrationBuilder.DropIndex(
                name: "ix_topic_examples_post_id",
                table: "topic_examples");

            migrationBuilder.DropIndex(
                name: "ix_timeline_by_id",
                table: "timeline");

            migrationBuilder.DropIndex(
                name: "ix_posts_channel_author_id",
                table: "posts");

            migrationBuilder.DropIndex(
                name: "ix_notices_conversation_id",
                table: "notices");

            migrationBuilder.DropIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices");

            migrationBuilder.DropIndex(
                name: "ix_notes_by_id",
                table: "notes");

            migrationBuilder.DropIndex(
                name: "ix_declines_conversation_id",
                table: "declines");

            migrationBuilder.DropIndex(
                name: "ix_declines_expert_id",
                table: "declines");

            migrationBuilder.DropIndex(
                name: "ix_deadlines_expert_judged_at",
                table: "deadlines");

            migrationBuilder.DropIndex(
                name: "ix_deadlines_judged_at",
                table: "deadlines");

            migrationBuilder.DropIndex(
                name: "ix_deadlines_organization_version",
                table: "deadlines");

            migrationBuilder.DropIndex(
                name: "ix_conversations_channel_author_id_created_at",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_closed_at",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_expert_state_due_order_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_expert_state_due_order_id_breached_expert",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_state_due_order_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_state_due_order_id_breached",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_topic_state_due_order_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_topic_state_due_order_id_breached_topic",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_answers_by_id",
                table: "answers");

            migrationBuilder.DropIndex(
                name: "ix_answer_posts_conversation_id",
                table: "answer_posts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_acknowledged_at",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_acknowledged_by_id",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_conversation_id",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "judged_at",
                table: "deadlines");

            migrationBuilder.DropColumn(
                name: "due_order",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "breached",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "ix_notices_state_channel_reader",
                table: "notices",
                columns: new[] { "state", "channel", "reader" },
                filter: "state IN ('new', 'waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_channel_author_id",
                table: "conversations",
                columns: new[] { "channel", "author_id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_expert",
                table: "conversations",
                column: "expert",
                filter: "state IN ('Assigned', 'Accepted')");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_next_due_at_id",
                table: "conversations",
                columns: new[] { "next_due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_topic_next_due_at",
                table: "conversations",
                columns: new[] { "topic", "next_due_at" },
                filter: "state = 'Waiting'");
        }
    }
}
