using Escalation.Testing;
using Escalation.Tests.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Escalation.Tests.Storage;

/// <summary>A database or a broker that cannot be used: callers are told soon and in a sentence, nothing that was acknowledged is lost, and it goes on by itself.</summary>
public class StorageAway
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    static TimeSpan AtMostAMinute => Outage.Lasts < Minute ? Outage.Lasts : Minute;

    [Test]
    public async Task Locked_by_another_program()
    {
        await using var setUp = SetUp.Of(SetUp.Embedded);
        await using var outage = await Outage.StartAsync(setUp);
        await outage.BeginAsync();
        await using (await DatabaseLock.TakeAsync(setUp))
            await outage.LastAsync(AtMostAMinute, writes: Expected.Refused, reads: Expected.Done, "lock", readyStatus: 503);
        await outage.IsNormalAsync();
    }

    [Test]
    public async Task Disk_that_fills()
    {
        await using var setUp = SetUp.Of(SetUp.Embedded);
        await using var disk = await TinyDisk.MountAsync(setUp.Data.FullName);
        await using var outage = await Outage.StartAsync(setUp);
        disk.Fill(1_500_000);
        await outage.BeginAsync();
        var refused = await outage.PostUntilRefusedAsync(length: 9_000);
        Assert.That(((int)refused.Status, refused.RetryAfter), Is.EqualTo((503, (TimeSpan?)TimeSpan.FromSeconds(5))), refused.ToString());
        Assert.That(refused.Body!["detail"]!.GetValue<string>(), Does.StartWith("The disk is full: make room"));
        disk.Fill(6_000_000);

        await outage.LastAsync(AtMostAMinute, writes: Expected.Either, reads: Expected.Done, "disk", readyStatus: 503);
        disk.MakeRoom();
        await outage.IsNormalAsync();
    }

    [TestCase(false, TestName = "PostgreSql_away")]
    [TestCase(true, TestName = "PostgreSql_that_hangs")]
    public async Task PostgreSql_away(bool hangs)
    {
        await using var setUp = SetUp.Of(SetUp.Servers);
        var settings = new NpgsqlConnectionStringBuilder(setUp.Settings["Storage:ConnectionString"]);
        await using var wire = new Cuttable(settings.Host!, settings.Port);
        (settings.Host, settings.Port) = ("127.0.0.1", wire.Port);
        await using var outage = await Outage.StartAsync(setUp, builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:ConnectionString"] = settings.ConnectionString }),
            // A command under way has its own time, then the driver asks the server to break it off, then the transaction is rolled back.
            soon: TimeSpan.FromSeconds(hangs ? 30 : 20));
        await outage.BeginAsync();

        if (hangs)
            wire.Hang();
        else
            wire.Cut();
        await outage.LastAsync(hangs ? AtMostAMinute : Outage.Lasts, writes: Expected.Refused, reads: Expected.Refused, "PostgreSQL", readyStatus: 503, readyWhy: hangs ? "see that " : null);
        wire.Mend();
        await outage.IsNormalAsync();
    }

    [Test]
    public async Task RabbitMq_away()
    {
        await using var setUp = SetUp.Of(SetUp.Servers);
        var broker = new Uri(setUp.Settings["Bus:ConnectionString"]!);
        await using var wire = new Cuttable(broker.Host, broker.Port);
        await using var outage = await Outage.StartAsync(setUp, builder => builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Bus:ConnectionString"] = new UriBuilder(broker) { Port = wire.Port }.Uri.ToString() }));
        await outage.BeginAsync();

        wire.Cut();
        await outage.LastAsync(Outage.Lasts, writes: Expected.Done, reads: Expected.Done, "RabbitMQ does not answer", readyStatus: 200);
        wire.Mend();
        await outage.IsNormalAsync();
    }
}

/// <summary>Another program that has SQLite's file for itself.</summary>
sealed class DatabaseLock : IAsyncDisposable
{
    readonly SqliteConnection _other;

    DatabaseLock(string path) => _other = new SqliteConnection($"Data Source={path};Pooling=False");

    public static Task<DatabaseLock> TakeAsync(SetUp setUp) => TakeAsync(Path.Combine(setUp.Data.FullName, "escalation.db"));

    public static async Task<DatabaseLock> TakeAsync(string path)
    {
        var held = new DatabaseLock(path);
        await held._other.OpenAsync();
        await using var hold = held._other.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        await hold.ExecuteNonQueryAsync();
        return held;
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();
}
