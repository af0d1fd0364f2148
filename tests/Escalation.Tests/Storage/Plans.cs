using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Escalation.Tests.Storage;

/// <summary>Asks the database about each command before it is done: by which way it reads, and on PostgreSQL also how many pages a query reads.</summary>
sealed partial class Plans : DbCommandInterceptor
{
    /// <summary>Those that grow with the years.</summary>
    static readonly HashSet<string> Big =
    [
        "conversations", "posts", "notes", "timeline", "answers", "answer_posts", "delivery_attempts", "deadlines", "escalation_steps", "alerts", "notices", "declines",
        "topic_examples", "search_texts",
    ];

    readonly ConcurrentQueue<string> _faults = [];

    /// <summary>More of them and a query counts as a fault. Only on PostgreSQL.</summary>
    public int MostPages { get; set; } = int.MaxValue;

    public bool IsOn { get; private set; }

    public int Asked { get; private set; }

    public IReadOnlyCollection<string> Faults => _faults;

    public void Listen(int mostPages)
    {
        _faults.Clear();
        (IsOn, MostPages, Asked) = (true, mostPages, 0);
    }

    public void Stop() => IsOn = false;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await AskAsync(command);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await AskAsync(command);
        return result;
    }

    async Task AskAsync(DbCommand command)
    {
        var sql = command.CommandText.Trim().TrimEnd(';');
        if (!IsOn || sql.Contains(';') || !Readable().IsMatch(sql))
            return;
        Asked++;
        await using var explain = command.Connection!.CreateCommand();
        explain.Transaction = command.Transaction;
        var isQuery = sql.StartsWith("SELECT", StringComparison.Ordinal);
        explain.CommandText = command is not NpgsqlCommand ? $"EXPLAIN QUERY PLAN {sql}" : isQuery ? $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}" : $"EXPLAIN (FORMAT JSON) {sql}";
        foreach (DbParameter parameter in command.Parameters)
            explain.Parameters.Add(parameter is ICloneable known ? known.Clone() : new SqliteParameter(parameter.ParameterName, parameter.Value));
        var lines = new List<string>();
        await using (var reader = await explain.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(reader.FieldCount - 1));
        }
        foreach (var fault in command is NpgsqlCommand ? OnPostgreSql(string.Concat(lines)) : OnSqlite(lines, sql))
            _faults.Enqueue($"{fault}\n{sql}\n{string.Join('\n', lines)}");
    }

    IEnumerable<string> OnPostgreSql(string json)
    {
        var plan = JsonNode.Parse(json)![0]!["Plan"]!;
        foreach (var node in Nodes(plan))
        {
            if (node["Node Type"]!.GetValue<string>() == "Seq Scan" && Big.Contains(node["Relation Name"]!.GetValue<string>()))
                yield return $"reads all of {node["Relation Name"]}";
        }
        var pages = (plan["Shared Hit Blocks"]?.GetValue<int>() ?? 0) + (plan["Shared Read Blocks"]?.GetValue<int>() ?? 0);
        if (pages > MostPages)
            yield return $"reads {pages} pages";
    }

    static IEnumerable<JsonNode> Nodes(JsonNode plan) =>
        (plan["Plans"]?.AsArray() ?? []).SelectMany(inner => Nodes(inner!)).Prepend(plan);

    /// <summary>A scan by an index with a condition reads what is open, and no more. What is found by its state alone and sorted then is all that ever had it.</summary>
    static IEnumerable<string> OnSqlite(List<string> lines, string sql)
    {
        if (lines.Contains("USE TEMP B-TREE FOR ORDER BY") && lines.Find(line => ByState().IsMatch(line)) is { } sorted)
            return [sorted];
        var tables = Named().Matches(sql).GroupBy(m => m.Groups["alias"].Value).ToDictionary(g => g.Key, g => g.First().Groups["table"].Value);
        return from line in lines
               let scan = Scan().Match(line)
               where scan.Success && Big.Contains(tables.GetValueOrDefault(scan.Groups["name"].Value, scan.Groups["name"].Value)) && !Partial().IsMatch(line)
               select line;
    }

    [GeneratedRegex("^(SELECT|UPDATE|DELETE|WITH)")]
    private static partial Regex Readable();

    [GeneratedRegex("""(FROM|JOIN)\s+"?(?<table>\w+)"?\s+(AS\s+)?"?(?<alias>\w+)"?""")]
    private static partial Regex Named();

    [GeneratedRegex(@"^SEARCH .*\(state=\?\)")]
    private static partial Regex ByState();

    [GeneratedRegex(@"^SCAN (?<name>\w+)")]
    private static partial Regex Scan();

    [GeneratedRegex("ix_conversations_(state|hold_until|closes_at)$|ix_answers_next_attempt_at|ix_deadlines_due_at|ix_escalation_steps_due_at|ix_search_texts_id_waiting|ix_outlets_next_at")]
    private static partial Regex Partial();
}
