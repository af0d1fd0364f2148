using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ClaimTokens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "claim",
                table: "outlets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claim",
                table: "channel_cursors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deliver_after",
                table: "channel_cursors",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claim",
                table: "answers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "queued_at",
                table: "answers",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "claim",
                table: "outlets");

            migrationBuilder.DropColumn(
                name: "claim",
                table: "channel_cursors");

            migrationBuilder.DropColumn(
                name: "deliver_after",
                table: "channel_cursors");

            migrationBuilder.DropColumn(
                name: "claim",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "queued_at",
                table: "answers");
        }
    }
}
