using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Escalation.Storage.PostgreSql.Migrations
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
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claim",
                table: "channel_cursors",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deliver_after",
                table: "channel_cursors",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claim",
                table: "answers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "queued_at",
                table: "answers",
                type: "bigint",
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
