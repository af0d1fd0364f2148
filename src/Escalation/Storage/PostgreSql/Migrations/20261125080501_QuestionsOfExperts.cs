using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class QuestionsOfExperts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_conversations_expert_created_at",
                table: "conversations",
                columns: new[] { "expert", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_conversations_expert_created_at",
                table: "conversations");
        }
    }
}
