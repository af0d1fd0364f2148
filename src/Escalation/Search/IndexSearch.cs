using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Search;

/// <summary>
/// Makes what was there before there was a search findable, the newest first, a few at a time; and what a replica of an earlier version
/// took in while this one started.
/// </summary>
public sealed class IndexSearch(Database database, TimeProvider time, ILogger<IndexSearch> log) : Periodic(TimeSpan.FromMinutes(1), time, log)
{
    const int Batch = 200;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Upgrade = TimeSpan.FromHours(1);

    readonly TimeProvider _time = time;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await database.WriteAsync(db => MissAsync(db, _time.GetUtcNow() - Upgrade, cancellation), cancellation);
        while (await IndexAsync(cancellation))
            await Task.Delay(Pause, _time, cancellation);
    }

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> IndexAsync(CancellationToken cancellation)
    {
        if (!await database.ReadAsync(db => db.SearchTexts.AnyAsync(s => s.Text == null, cancellation)))
            return false;
        return await database.WriteAsync(async db =>
        {
            var rows = await db.Claim<SearchText>($"SELECT * FROM search_texts WHERE text IS NULL ORDER BY id DESC LIMIT {Batch}").ToListAsync(cancellation);
            var ids = rows.ConvertAll(row => row.SourceId);
            var texts = await db.Posts.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Text })
                .Concat(db.Answers.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Text })).ToDictionaryAsync(t => t.Id, t => t.Text, cancellation);
            foreach (var row in rows)
            {
                row.Text = texts.TryGetValue(row.SourceId, out var text) ? KeepSearch.WordsOf(text) : null;
                if (row.Text is null)
                    db.SearchTexts.Remove(row);
            }
            return rows.Count == Batch;
        }, cancellation);
    }

    static Task MissAsync(EscalationDb db, DateTimeOffset since, CancellationToken cancellation)
    {
        var first = Ids.First(since);
        return db.Database.ExecuteSqlAsync($"""
            INSERT INTO search_texts (source_id, conversation_id) SELECT p.id, p.conversation_id FROM posts p
            WHERE p.id > {first} AND p.text <> '' AND NOT EXISTS (SELECT 1 FROM search_texts s WHERE s.source_id = p.id)
            """, cancellation);
    }
}
