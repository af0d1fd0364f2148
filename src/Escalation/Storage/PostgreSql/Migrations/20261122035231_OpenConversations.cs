using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OpenConversations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_conversations_state",
                table: "conversations",
                column: "state",
                filter: "state <> 'Closed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_conversations_state",
                table: "conversations");
        }
    }
}
