using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

static class ReadInParts
{
    const int Part = 200;

    /// <summary>All rows, a part at a time, each read for itself: no reader holds a connection for as long as somebody reads on.</summary>
    /// <param name="first">Before all keys.</param>
    /// <param name="rows">Those after a key, in the order of keys.</param>
    public static async IAsyncEnumerable<T> PartsAsync<T, TKey>(this Database database, TKey first, Func<T, TKey> key, Func<EscalationDb, TKey, IQueryable<T>> rows)
    {
        for (var last = first; ;)
        {
            var part = await database.ReadAsync(db => rows(db, last).Take(Part).ToListAsync());
            foreach (var row in part)
                yield return row;
            if (part.Count < Part)
                yield break;
            last = key(part[^1]);
        }
    }
}
