using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Escalation.Testing;

/// <summary>
/// A company's years in seconds: one row of each kind is written by the model and multiplied by the database itself, so that
/// a million conversations with all that belongs to them take minutes.
/// </summary>
/// <param name="openEvery">One in so many is open, in one of the five open states by turns.</param>
public sealed class ManyConversations(int count, DateTimeOffset now, int openEvery = 50)
{
    public const int Topics = 20, Experts = 100, Authors = 5000;

    /// <summary>Who asks every tenth question.</summary>
    public const string BusyAuthor = "busy";
    public const string Channel = "site";

    /// <summary>Closed ones were closed in this time before now, evenly.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(1000);

    bool _isPostgreSql;

    long Ticks => now.UtcTicks;

    public async Task FillAsync(EscalationDb db)
    {
        _isPostgreSql = db.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        var template = Guid.Parse("00000009-0000-7000-8000-000000000000");
        AddTemplates(db, template);
        await db.SaveChangesAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await MultiplyAsync<Conversation>(db, Conversations());
        await MultiplyAsync<Post>(db, new() { ["id"] = Id(2), ["conversation_id"] = Id(1), ["network_id"] = "'p' || n.i", ["author_id"] = Author, ["text"] = "'Question ' || n.i", ["received_at"] = CreatedAt });
        await MultiplyAsync<Answer>(db, new() { ["id"] = Id(3), ["conversation_id"] = Id(1), ["by"] = Expert, ["text"] = "'Answer ' || n.i", ["submitted_at"] = CreatedAt, ["delivered_at"] = CreatedAt }, "n.i % 10 < 8");
        await MultiplyAsync<AnswerPost>(db, new() { ["network_id"] = "'a' || n.i", ["answer_id"] = Id(3), ["conversation_id"] = Id(1) }, "n.i % 10 < 8");
        await MultiplyAsync<DeliveryAttempt>(db, new() { ["id"] = null, ["answer_id"] = Id(3) }, "n.i % 10 < 8");
        await MultiplyAsync<Deadline>(db, Deadlines());
        await MultiplyAsync<EscalationStep>(db, new() { ["id"] = Id(5), ["conversation_id"] = Id(1), ["deadline_id"] = Id(4), ["due_at"] = Due, ["state"] = "'Pending'" }, IsOpen);
        await MultiplyAsync<SearchText>(db, new() { ["id"] = null, ["source_id"] = Id(2), ["conversation_id"] = Id(1), ["text"] = "'question about thing' || (n.i % 1000) || ' ' || n.i || ' common'" });
        for (var entry = 0; entry < 4; entry++)
            await MultiplyAsync<TimelineEntry>(db, new() { ["id"] = null, ["conversation_id"] = Id(1), ["at"] = CreatedAt, ["by"] = entry == 0 ? Expert : "NULL" });
        await transaction.CommitAsync();
        foreach (var sql in _isPostgreSql ? ["VACUUM ANALYZE", "CHECKPOINT"] : (string[])["PRAGMA wal_checkpoint(TRUNCATE)"])
            await RunAsync(db, sql);
        db.ChangeTracker.Clear();
    }

    /// <summary>A table's number in its ids, and the row's.</summary>
    public static Guid IdOf(int table, int row) => Guid.Parse($"{table:x8}-0000-7000-8000-{row:x12}");

    void AddTemplates(EscalationDb db, Guid id)
    {
        db.Add(new Conversation { Id = id, Channel = Channel, Network = "webhook", AuthorId = "template", AuthorName = "Zoe", CreatedAt = now, State = ConversationState.Closed, ClosedAt = now });
        db.Add(new Post { Id = id, ConversationId = id, Channel = Channel, NetworkId = "template", AuthorId = "template", AuthorName = "Zoe", Text = "", ByAsker = true });
        db.Add(new Answer { Id = id, ConversationId = id, Channel = Channel, By = "template", Text = "", InReplyTo = "p", State = AnswerState.Delivered, Attempts = 1, Parts = [new DeliveredPart("a", null)] });
        db.Add(new AnswerPost { Channel = Channel, NetworkId = "template", AnswerId = id, ConversationId = id });
        db.Add(new DeliveryAttempt { AnswerId = id, Number = 1, Outcome = AttemptOutcome.Delivered });
        db.Add(new Deadline { Id = id, ConversationId = id, Target = Targets.FirstResponse, StartedAt = now, State = DeadlineState.Cancelled });
        db.Add(new EscalationStep { Id = id, ConversationId = id, DeadlineId = id, Number = 1, State = EscalationStepState.Dropped });
        db.Add(new SearchText { SourceId = id, ConversationId = id, Text = "template" });
        db.Add(new TimelineEntry { ConversationId = id, At = now, Event = "template" });
    }

    string IsOpen => $"n.i % {openEvery} = 0";
    string Position => $"(n.i / {openEvery} % 5)";
    string Expert => $"'e' || (n.i % {Experts})";
    static string Author => $"CASE WHEN n.i % 10 = 3 THEN '{BusyAuthor}' ELSE 'a' || (n.i % {Authors}) END";
    string CreatedAt => $"{Ticks} - CAST({Span.Ticks / count} AS bigint) * ({count} - n.i + 1)";
    string Due => $"{Ticks} + {TimeSpan.TicksPerMinute} * (n.i % 10000 + 10)";

    Dictionary<string, string?> Conversations() => new()
    {
        ["id"] = Id(1),
        ["state"] = $"CASE WHEN {IsOpen} THEN CASE {Position} WHEN 0 THEN 'Triage' WHEN 1 THEN 'Waiting' WHEN 2 THEN 'Assigned' WHEN 3 THEN 'Accepted' ELSE 'Answered' END ELSE 'Closed' END",
        ["topic"] = $"CASE WHEN {IsOpen} AND {Position} = 0 THEN NULL ELSE 't' || (n.i % {Topics}) END",
        ["expert"] = $"CASE WHEN {IsOpen} AND {Position} < 2 THEN NULL ELSE {Expert} END",
        ["author_id"] = Author,
        ["created_at"] = CreatedAt,
        ["closed_at"] = $"CASE WHEN {IsOpen} THEN NULL ELSE {CreatedAt} END",
        ["close_reason"] = $"CASE WHEN {IsOpen} THEN NULL ELSE 'answered' END",
        ["next_due_at"] = $"CASE WHEN {IsOpen} AND {Position} < 4 THEN {Due} ELSE NULL END",
        ["closes_at"] = $"CASE WHEN {IsOpen} AND {Position} = 4 THEN {Due} ELSE NULL END",
        ["breached"] = "n.i % 100 = 1",
        ["organization_version"] = "1",
    };

    Dictionary<string, string?> Deadlines() => new()
    {
        ["id"] = Id(4),
        ["conversation_id"] = Id(1),
        ["state"] = $"CASE WHEN {IsOpen} THEN 'Running' WHEN n.i % 100 = 1 THEN 'Breached' ELSE 'Met' END",
        ["expert"] = Expert,
        ["started_at"] = CreatedAt,
        ["due_at"] = $"CASE WHEN {IsOpen} THEN {Due} ELSE {CreatedAt} END",
        ["satisfied_at"] = $"CASE WHEN {IsOpen} THEN NULL ELSE {CreatedAt} + (n.i % 1000) * {TimeSpan.TicksPerSecond} END",
        ["breached_at"] = $"CASE WHEN n.i % 100 = 1 THEN {CreatedAt} ELSE NULL END",
        ["organization_version"] = "1",
    };

    string Id(int table) => _isPostgreSql
        ? $"CAST('{table:x8}-0000-7000-8000-' || lpad(to_hex(n.i), 12, '0') AS uuid)"
        : $"printf('{table:X8}-0000-7000-8000-%012X', n.i)";

    /// <param name="values">By column, of the row <c>n.i</c>; null: the database gives it. Others are as in the row that there is.</param>
    async Task MultiplyAsync<T>(EscalationDb db, Dictionary<string, string?> values, string where = "1 = 1")
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var columns = type.GetProperties().Where(p => p.GetComputedColumnSql() is null).Select(p => p.GetColumnName()!).Where(c => !values.TryGetValue(c, out var value) || value is not null).ToList();
        var selected = columns.Select(c => values.TryGetValue(c, out var value) ? $"({value})" : $"t.\"{c}\"");
        await RunAsync(db, $"""
            INSERT INTO {type.GetTableName()} ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            SELECT {string.Join(", ", selected)} FROM n CROSS JOIN (SELECT * FROM {type.GetTableName()} LIMIT 1) t WHERE {where}
            """);
    }

#pragma warning disable EF1002, EF1003 // Of our own constants alone.
    static Task RunAsync(EscalationDb db, string sql) => db.Database.ExecuteSqlRawAsync(sql);
#pragma warning restore EF1002, EF1003
}
