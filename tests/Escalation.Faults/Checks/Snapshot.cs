namespace Escalation.Faults.Checks;

/// <summary>All rows of one run at one moment. Runs are told apart by how their posts and askers are named.</summary>
/// <param name="Pending">Messages that were committed and not published yet, of whatever run.</param>
/// <param name="Deadlocks">That the database has broken off since its making.</param>
/// <param name="Held">How many conversations each expert holds, of whatever run.</param>
/// <param name="Organizations">All versions, the newest last.</param>
sealed record Snapshot(
    DateTimeOffset At, IReadOnlyList<Row> Conversations, IReadOnlyList<Row> Posts, IReadOnlyList<Row> Answers, IReadOnlyList<Row> Attempts,
    IReadOnlyList<Row> Deadlines, IReadOnlyList<Row> Steps, IReadOnlyList<Row> Timeline, IReadOnlyList<Row> Notes, IReadOnlyList<Row> Alerts,
    IReadOnlyList<Row> Organizations, IReadOnlyList<Row> Held, long Pending, long Deadlocks)
{
    public static Task<Snapshot> ReadAsync(RowReader rows, string prefix) => rows.AtOneMomentAsync(async read =>
    {
        var own = $"(SELECT id FROM conversations WHERE author_id LIKE '{prefix}%')";
        var pending = await read("SELECT COUNT(*) AS n FROM outbox");
        return new Snapshot(
            TimeProvider.System.GetUtcNow(),
            await read($"SELECT * FROM conversations WHERE author_id LIKE '{prefix}%' ORDER BY id"),
            await read($"SELECT * FROM posts WHERE network_id LIKE '{prefix}%' ORDER BY received_at, id"),
            await read($"SELECT * FROM answers WHERE conversation_id IN {own} ORDER BY id"),
            await read($"SELECT * FROM delivery_attempts WHERE answer_id IN (SELECT id FROM answers WHERE conversation_id IN {own}) ORDER BY id"),
            await read($"SELECT * FROM deadlines WHERE conversation_id IN {own} ORDER BY id"),
            await read($"SELECT * FROM escalation_steps WHERE conversation_id IN {own} ORDER BY deadline_id, number"),
            await read($"SELECT * FROM timeline WHERE conversation_id IN {own} ORDER BY id"),
            await read($"SELECT * FROM notes WHERE conversation_id IN {own} ORDER BY id"),
            await read($"SELECT * FROM alerts WHERE conversation_id IN {own} ORDER BY id"),
            await read("SELECT * FROM organizations ORDER BY number"),
            await read("SELECT expert, COUNT(*) AS n FROM conversations WHERE state IN ('Assigned', 'Accepted') GROUP BY expert"),
            pending[0].Number("n"),
            rows.CountsDeadlocks ? (await read("SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()"))[0].Number("n") : 0);
    });

    public IEnumerable<Row> Of(IReadOnlyList<Row> rows, string conversation) => rows.Where(row => row.IdOrNull("conversation_id") == conversation);

    public IEnumerable<Row> TimelineOf(string conversation) => Of(Timeline, conversation);

    /// <summary>Changes whenever anything of the run has changed.</summary>
    public string Mark => string.Join(' ', Timeline.Count, Timeline.Count == 0 ? 0 : Timeline[^1].Number("id"), Posts.Count, Answers.Sum(a => a.Number("version")), Conversations.Sum(c => c.Number("version")));
}
