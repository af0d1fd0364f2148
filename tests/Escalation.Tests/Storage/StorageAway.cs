using System.Diagnostics;
using Escalation.Testing;
using Escalation.Tests.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Escalation.Tests.Storage;

/// <summary>A database that cannot be used: callers are told soon and in a sentence, nothing that was acknowledged is lost, and it goes on by itself.</summary>
public class StorageAway
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20), Recovery = TimeSpan.FromSeconds(15);

    int _asked;

    [Test]
    public async Task Locked_by_another_program()
    {
        var setUp = SetUp.Of(SetUp.Embedded);
        await using var service = await TestService.StartAsync(setUp, Sample.Organization());
        var before = await AskAsync(service);
        await service.Admin.InStateAsync(before, "assigned");

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(setUp.Data.FullName, "escalation.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            await hold.ExecuteNonQueryAsync();
            await IsRefusedAsync(service, "locked");
            Assert.That((int)(await service.Admin.GetAsync($"conversations/{before}")).Status, Is.EqualTo(200), "reading goes on");
            await ReadyAsync(service, 503, "locked");
        }
        await IsWellAgainAsync(service, [before]);
    }

    [Test]
    public async Task Disk_that_fills()
    {
        const int LongText = 9_000;
        var setUp = SetUp.Of(SetUp.Embedded);
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", setUp.Data.FullName))
        {
            await setUp.DisposeAsync();
            Assert.Ignore("A disk of 6 MB can only be mounted by root.");
        }
        TestService? service = null;
        try
        {
            service = await TestService.StartAsync(setUp, Sample.Organization(capacity: 1_000));
            var ballast = Path.Combine(setUp.Data.FullName, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[1_500_000]);
            var taken = new List<string>();
            ApiAnswer answer;
            while ((int)(answer = await PostAsync(service, "My invoice is wrong. " + new string('x', LongText))).Status == 202)
                taken.Add(answer.Body!["conversation"]!.GetValue<string>());
            Assert.That((int)answer.Status, Is.EqualTo(503), answer.ToString());
            Assert.That(answer.RetryAfter, Is.Not.Null);
            Assert.That(answer.Body!["detail"]!.GetValue<string>(), Does.StartWith("The disk is full: make room"));
            await ReadyAsync(service, 503, "disk");
            Assert.That((int)(await service.Admin.GetAsync($"conversations/{taken[^1]}")).Status, Is.EqualTo(200), "reading goes on");

            File.Delete(ballast);
            await IsWellAgainAsync(service, taken);
        }
        finally
        {
            if (service is not null)
                await service.StopAsync();
            SqliteConnection.ClearAllPools();
            await RunAsync("umount", setUp.Data.FullName);
            await setUp.DisposeAsync();
        }
    }

    [Test]
    public async Task PostgreSql_away()
    {
        var setUp = SetUp.Of(SetUp.Servers);
        var settings = new NpgsqlConnectionStringBuilder(setUp.Settings["Storage:ConnectionString"]);
        await using var wire = new Cuttable(settings.Host!, settings.Port);
        (settings.Host, settings.Port) = ("127.0.0.1", wire.Port);
        await using var service = await TestService.StartAsync(setUp, Sample.Organization(capacity: 100), configure: builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:ConnectionString"] = settings.ConnectionString }));
        var before = await AskAsync(service);
        await service.Admin.InStateAsync(before, "assigned");

        // Acknowledged, and perhaps on the bus while the database goes.
        var last = await AskAsync(service);
        wire.Cut();
        await IsRefusedAsync(service, "PostgreSQL does not answer");
        var read = await service.Admin.GetAsync($"conversations/{before}");
        Assert.That(((int)read.Status, read.MediaType, read.RetryAfter), Is.EqualTo((503, "application/problem+json", (TimeSpan?)TimeSpan.FromSeconds(5))), read.ToString());
        await ReadyAsync(service, 503, "PostgreSQL does not answer");

        wire.Mend();
        await IsWellAgainAsync(service, [before, last]);
    }

    [Test]
    public async Task RabbitMq_away()
    {
        var setUp = SetUp.Of(SetUp.Servers);
        var broker = new Uri(setUp.Settings["Bus:ConnectionString"]!);
        await using var wire = new Cuttable(broker.Host, broker.Port);
        await using var service = await TestService.StartAsync(setUp, Sample.Organization(capacity: 100), configure: builder => builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Bus:ConnectionString"] = new UriBuilder(broker) { Port = wire.Port }.Uri.ToString() }));
        await service.Admin.InStateAsync(await AskAsync(service), "assigned");

        wire.Cut();
        var ready = await Until.SeenAsync(() => service.Admin.GetAsync("/health/ready"), answer => answer.ToString().Contains("RabbitMQ does not answer"), "it is told");
        Assert.That((int)ready.Status, Is.EqualTo(200), "posts are taken all the same");
        var meanwhile = await AskAsync(service);

        wire.Mend();
        await IsWellAgainAsync(service, [meanwhile]);
        await service.Admin.InStateAsync(meanwhile, "assigned");
    }

    /// <summary>A write is refused in time and says why.</summary>
    async Task IsRefusedAsync(TestService service, string why)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await PostAsync(service, "My invoice is wrong");
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Soon));
        Assert.That(((int)answer.Status, answer.MediaType, answer.RetryAfter), Is.EqualTo((503, "application/problem+json", (TimeSpan?)TimeSpan.FromSeconds(5))), answer.ToString());
        Assert.That(answer.Body!["detail"]!.GetValue<string>(), Does.Contain(why).And.EndWith("."));
    }

    static async Task ReadyAsync(TestService service, int status, string why)
    {
        // As a monitor does, without a key.
        using var monitor = new ApiClient(service.Address, key: null);
        var ready = await Until.SeenAsync(() => monitor.GetAsync("/health/ready"), answer => (int)answer.Status == status && answer.ToString().Contains(why), why);
        Assert.That(ready.Body!["checks"]!["database"]!["description"]!.GetValue<string>(), Does.EndWith("."));
    }

    async Task IsWellAgainAsync(TestService service, IEnumerable<string> acknowledged)
    {
        await Until.TrueAsync(async () => (int)(await PostAsync(service, "My invoice is wrong")).Status == 202, "posts are taken", Recovery);
        await Until.TrueAsync(async () => (await service.Admin.GetAsync("/health/ready")).Body!["status"]!.GetValue<string>() == "Healthy", "it is ready", Recovery);
        foreach (var conversation in acknowledged)
            await service.Admin.InStateAsync(conversation, "assigned");
    }

    Task<ApiAnswer> PostAsync(TestService service, string text) => service.Admin.PostAsync(
        $"channels/{Sample.Channel}/posts", new { id = $"p{_asked}", text, author = new { id = $"u{_asked++}", name = "Zoe" } });

    async Task<string> AskAsync(TestService service)
    {
        var answer = await PostAsync(service, "My invoice is wrong");
        Assert.That((int)answer.Status, Is.EqualTo(202), answer.ToString());
        return answer.Body!["conversation"]!.GetValue<string>();
    }

    static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
