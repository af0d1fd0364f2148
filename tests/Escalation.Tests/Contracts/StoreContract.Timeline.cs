using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Contracts;

/// <summary>The order in which readers of the timeline get it: nothing appears behind a place that was passed.</summary>
public abstract partial class StoreContract
{
    [Test]
    public async Task Entries_come_in_order_and_each_once()
    {
        var place = await EndAsync();
        for (var i = 0; i < 5; i++)
            await RecordAsync($"ordered{i}");
        var seen = await ReadThroughAsync(place, "ordered4", atOnce: 2);
        Assert.That(seen.Select(e => e.Event).Where(e => e.StartsWith("ordered", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(0, 5).Select(i => $"ordered{i}")));
        Assert.That(seen.Select(e => e.Id), Is.Unique);
        Assert.That(seen.ConvertAll(TimelinePlace.Of), Is.Ordered);
    }

    [Test]
    public async Task Entries_of_a_transaction_that_was_open_at_a_place_come_after_it_though_others_were_committed_first()
    {
        if (!HasManyWriters)
            Assert.Pass("One transaction writes at a time.");
        await using var early = Database.Open();
        await using var transaction = await early.Database.BeginTransactionAsync();
        early.Record(null, Exact, "early");
        await early.SaveChangesAsync();
        await RecordAsync("before");
        var place = await EndAsync();
        await RecordAsync("after");

        var entries = await Database.ReadAsync(db => db.TimelineAfter(place, 1000).ToListAsync());
        place = entries.Count > 0 ? TimelinePlace.Of(entries[^1]) : place;
        var seen = entries.ConvertAll(e => e.Event);
        Assert.That(seen, Has.None.EqualTo("after"), "it would be passed, and the early one never come");
        early.Record(null, Exact, "early too");
        await early.SaveChangesAsync();
        await transaction.CommitAsync();
        seen.AddRange((await ReadThroughAsync(place, "after")).Select(e => e.Event));
        Assert.That(seen.Where(e => e.StartsWith("early", StringComparison.Ordinal) || e == "after"), Is.EqualTo(new[] { "early", "early too", "after" }));
    }

    [Test]
    public async Task Entries_that_a_backup_of_another_server_brought_are_behind_what_is_new()
    {
        await RecordAsync("restored");
        await using (var db = Database.Open())
            await db.Timeline.Where(e => e.Event == "restored").ExecuteUpdateAsync(s => s.SetProperty(e => e.Transaction, HasManyWriters ? 1L << 40 : 0));
        await using (var db = Database.Open())
            await db.RenumberTransactionsAsync(CancellationToken.None);
        var place = await EndAsync();
        await RecordAsync("new");
        var seen = (await ReadThroughAsync(place, "new")).ConvertAll(e => e.Event);
        Assert.That(seen, Has.One.EqualTo("new"));
        Assert.That(seen, Has.None.EqualTo("restored"));
        Assert.That(await Database.ReadAsync(db => db.TimelineAfter(new(0, 0), 10_000).Select(e => e.Event).ToListAsync()), Does.Contain("restored"));
    }

    /// <summary>Waits for what transactions in other databases of the server hold back.</summary>
    async Task<List<TimelineEntry>> ReadThroughAsync(TimelinePlace place, string last, int atOnce = 1000)
    {
        var seen = new List<TimelineEntry>();
        await Until.TrueAsync(async () =>
        {
            seen.AddRange(await Database.ReadAsync(db => db.TimelineAfter(place, atOnce).ToListAsync()));
            place = seen.Count > 0 ? TimelinePlace.Of(seen[^1]) : place;
            return seen.Any(e => e.Event == last);
        }, $"{last} is read", TimeSpan.FromMinutes(2));
        return seen;
    }

    Task<TimelinePlace> EndAsync() => Database.ReadAsync(db => db.TimelineEndAsync(CancellationToken.None));

    Task RecordAsync(string what) => Database.WriteAsync(db =>
    {
        db.Record(null, Exact, what);
        return Task.CompletedTask;
    });
}
