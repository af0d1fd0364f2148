using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ClosedByTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_conversations_closed_at",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_closed_at",
                table: "conversations",
                column: "closed_at",
                filter: "closed_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_conversations_closed_at",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_closed_at",
                table: "conversations",
                column: "closed_at",
                filter: "state = 'Closed'");
        }
    }
}
