using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class IntakeOutOfOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "since",
                table: "channel_cursors",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "signed_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signed_requests", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_posts_channel_in_reply_to",
                table: "posts",
                columns: new[] { "channel", "in_reply_to" },
                filter: "in_reply_to IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_linked_to",
                table: "conversations",
                column: "linked_to",
                filter: "linked_to IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_signed_requests_at",
                table: "signed_requests",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "signed_requests");

            migrationBuilder.DropIndex(
                name: "ix_posts_channel_in_reply_to",
                table: "posts");

            migrationBuilder.DropIndex(
                name: "ix_conversations_linked_to",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "since",
                table: "channel_cursors");
        }
    }
}
