using Escalation.Testing;
using Escalation.Tests.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Escalation.Tests.Storage;

/// <summary>The command line while something is away: a sentence each, no stack, and an exit code that tells it.</summary>
[Parallelizable(ParallelScope.Children), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StartedWhileAway : IDisposable
{
    readonly CommandLine _commands = new();

    public StartedWhileAway() => _commands["ESCALATION_Urls"] = "http://127.0.0.1:0";

    public void Dispose() => _commands.Dispose();

    string Data => Path.Combine(_commands.Folder, "data");

    [Test]
    public async Task Locked_database()
    {
        Assert.That((await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()))).Exit, Is.Zero);
        await using var held = await DatabaseLock.TakeAsync(Path.Combine(Data, "escalation.db"));
        await DoctorSaysAsync("WRONG database: ", "lock");
        await ServeSaysAsync("The database is locked by another program");
    }

    [Test]
    public async Task Locked_database_that_is_to_be_migrated()
    {
        Directory.CreateDirectory(Data);
        await using var held = await DatabaseLock.TakeAsync(Path.Combine(Data, "escalation.db"));
        await ServeSaysAsync("The database is locked by another program");
    }

    [Test]
    public async Task Full_disk()
    {
        Directory.CreateDirectory(Data);
        await using var disk = await TinyDisk.MountAsync(Data);
        Assert.That((await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()))).Exit, Is.Zero);
        disk.Fill(6_000_000);
        await DoctorSaysAsync("WRONG database: ", "disk");
        await ServeSaysAsync("disk");
    }

    [Test]
    public async Task PostgreSql_away()
    {
        _commands.Configure(new Dictionary<string, string?> { ["Storage:Provider"] = "PostgreSql", ["Storage:ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x" });
        await DoctorSaysAsync("WRONG database: ", "PostgreSQL does not answer: see that it runs and that Storage:ConnectionString leads to it.");
        await ServeSaysAsync("PostgreSQL does not answer: see that it runs and that Storage:ConnectionString leads to it.");
    }

    /// <summary>As the connection breaks, or falls silent, under the start.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public async Task PostgreSql_that_takes_connections_and_no_more(bool hangs)
    {
        var settings = new NpgsqlConnectionStringBuilder(RealServers.PostgreSql);
        await using var wire = new Cuttable(settings.Host!, settings.Port);
        if (hangs)
            wire.Hang();
        else
            wire.Cut();
        _commands.Configure(new Dictionary<string, string?> { ["Storage:Provider"] = "PostgreSql", ["Storage:ConnectionString"] = $"Host=127.0.0.1;Port={wire.Port};Database=x;Username=x" });
        await DoctorSaysAsync("WRONG database: ", "PostgreSQL does not answer");
        await ServeSaysAsync("PostgreSQL does not answer");
    }

    [Test]
    public async Task RabbitMq_away_is_told_by_the_doctor()
    {
        Assert.That((await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()))).Exit, Is.Zero);
        _commands.Configure(new Dictionary<string, string?> { ["Bus:Transport"] = "RabbitMq", ["Bus:ConnectionString"] = "amqp://x:y@127.0.0.1:1/" });
        await DoctorSaysAsync("WRONG bus: ", "RabbitMQ does not answer: see that it runs and that Bus:ConnectionString leads to it.");
    }

    [Test]
    public async Task RabbitMq_that_refuses_the_service_is_told_by_the_doctor()
    {
        var broker = RealServers.RabbitMq;
        Assert.That((await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()))).Exit, Is.Zero);
        _commands.Configure(new Dictionary<string, string?> { ["Bus:Transport"] = "RabbitMq", ["Bus:ConnectionString"] = $"amqp://nobody:wrong@{broker.Host}:{broker.Port}/" });
        await DoctorSaysAsync("WRONG bus: ", "RabbitMQ refuses the service: check user and password in Bus:ConnectionString.");
    }

    [Test]
    public async Task Service_that_starts_without_RabbitMq_takes_posts_and_waits_with_one_line()
    {
        await using var setUp = SetUp.Of(SetUp.Servers);
        var (broker, log) = (new Uri(setUp.Settings["Bus:ConnectionString"]!), new LogLines());
        await using var wire = new Cuttable(broker.Host, broker.Port);
        wire.Cut();
        var service = await TestService.StartAsync(setUp, Sample.Organization(), configure: builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Bus:ConnectionString"] = new UriBuilder(broker) { Port = wire.Port }.Uri.ToString() });
        });
        try
        {
            var taken = await service.Admin.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
            await Until.TrueAsync(() => Task.FromResult(log.All.Count > 0), "it is told");
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            Assert.That(log.All, Has.Count.EqualTo(1).And.All.Contains("RabbitMQ does not answer"));
            wire.Mend();
            await service.Admin.InStateAsync(taken, "assigned");
        }
        finally
        {
            await service.StopAsync();
        }
    }

    async Task DoctorSaysAsync(string begins, string says)
    {
        var ran = await _commands.RunAsync("doctor");
        Assert.That(ran.Exit, Is.EqualTo(1), ran.ToString());
        var wrong = ran.Out.Split('\n').Where(line => line.StartsWith("WRONG", StringComparison.Ordinal)).ToList();
        Assert.That(wrong, Has.Count.EqualTo(1), ran.ToString());
        Assert.That(wrong[0], Does.StartWith(begins).And.Contain(says).And.EndWith("."));
        Assert.That(ran.Error, Is.Empty);
    }

    async Task ServeSaysAsync(string says)
    {
        var ran = await _commands.RunAsync("serve");
        Assert.That(ran.Exit, Is.EqualTo(1), ran.ToString());
        Assert.That(ran.Out, Is.Empty);
        var lines = ran.Error.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(1), ran.ToString());
        Assert.That(lines[0], Does.Contain(says).And.EndWith("."));
    }
}
