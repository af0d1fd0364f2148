using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RowsDecide : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "unrouted_since",
                table: "conversations",
                type: "INTEGER",
                nullable: true);

            // What had come in and was not routed yet.
            migrationBuilder.Sql("UPDATE conversations SET unrouted_since = created_at WHERE state = 'Received'");

            migrationBuilder.CreateTable(
                name: "answered_commands",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    request = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answered_commands", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_organization_version_id",
                table: "conversations",
                columns: new[] { "organization_version", "id" },
                filter: "state <> 'Closed' AND state <> 'Received'");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_unrouted_since",
                table: "conversations",
                column: "unrouted_since",
                filter: "unrouted_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_answered_commands_at",
                table: "answered_commands",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "answered_commands");

            migrationBuilder.DropIndex(
                name: "ix_conversations_organization_version_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_unrouted_since",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "unrouted_since",
                table: "conversations");
        }
    }
}
