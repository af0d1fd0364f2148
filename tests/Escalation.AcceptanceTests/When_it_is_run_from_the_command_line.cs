using System.Net;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

[Parallelizable(ParallelScope.Children), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_it_is_run_from_the_command_line : IDisposable
{
    const string Small = """{ "topics": [ { "name": "billing", "title": "Billing" } ], "people": [ { "name": "ann", "displayName": "Ann", "topics": [ { "topic": "billing" } ] } ] }""";

    readonly CommandLine _commands = new();

    public void Dispose() => _commands.Dispose();

    [TestCase("", "serve", "topics", "apply", "export", "migrate", "doctor", "key", "--demo", "--data", "--urls")]
    [TestCase("serve", "--demo", "--data", "--urls")]
    [TestCase("apply", "--dry-run", "--data", "organization file")]
    [TestCase("export", "--data")]
    [TestCase("key add", "--role", "integration", "--person", "--channel", "NAME")]
    public async Task Help_says_what_there_is(string command, params string[] words)
    {
        var help = await _commands.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.That(help.Exit, Is.Zero);
        foreach (var word in words)
            Assert.That(help.Out, Does.Contain(word));
    }

    [TestCase("serv", "serv")]
    [TestCase("apply", "Required argument missing")]
    [TestCase("apply f --now", "--now")]
    [TestCase("key add bot --role boss", "boss")]
    [TestCase("key add bot --role 7", "7")]
    [TestCase("key add bot", "--role")]
    public async Task What_is_not_known_is_refused_with_help(string arguments, string named)
    {
        var ran = await _commands.RunAsync(arguments.Split(' '));
        Assert.That(ran.Exit, Is.Not.Zero);
        Assert.That(ran.Error, Does.Contain(named));
        Assert.That(ran.Out, Does.Contain("Usage:"));
    }

    [Test]
    public async Task A_good_file_is_applied_and_exported_and_applied_again_to_no_effect()
    {
        var applied = await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()));
        Assert.That((applied.Exit, applied.Error), Is.EqualTo((0, "")), applied.ToString());
        Assert.That(applied.Out, Does.Contain("adds topic billing").And.Contain("Version 1 is in force."));

        var exported = await _commands.RunAsync("export");
        Assert.That((exported.Exit, exported.Error), Is.EqualTo((0, "")), exported.ToString());
        var again = await _commands.RunAsync("apply", _commands.Write("exported.json", exported.Out));
        Assert.That(again.Out.Trim(), Is.EqualTo("Version 1 is in force already."));
    }

    [Test]
    public async Task A_bad_file_is_refused_with_all_its_faults()
    {
        var ran = await _commands.RunAsync("apply", _commands.Write("o.json", """{ "topics": [ { "name": "a" } ], "poeple": [], "people": [ { "name": "ann", "topics": [ { "topic": "b" } ] } ] }"""));
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")));
        string[] places = ["topics[0].title: ", "poeple: ", "people[0].displayName: ", "people[0].topics[0].topic: "];
        foreach (var place in places)
            Assert.That(ran.Error, Does.Contain(place));
        Assert.That((await _commands.RunAsync("apply", "nowhere.json")) is { Exit: 2 } missing && missing.Error.Contains("nowhere.json"));
    }

    [Test]
    public async Task A_dry_run_changes_nothing()
    {
        var file = _commands.Write("o.json", Small);
        var first = await _commands.RunAsync("apply", file, "--dry-run", "--data", "d");
        Assert.That(first.Exit, Is.Zero, first.ToString());
        Assert.That(first.Out, Does.Contain("adds topic billing").And.Contain("Nothing was changed"));
        Assert.That(Directory.Exists(Path.Combine(_commands.Folder, "d")), Is.False);

        await _commands.RunAsync("apply", file, "--data", "d");
        var dry = await _commands.RunAsync("apply", _commands.Write("empty.json", "{}"), "--dry-run", "--data", "d");
        Assert.That(dry.Out, Does.Contain("retires topic billing").And.Contain("retires person ann"));
        Assert.That((await _commands.RunAsync("export", "--data", "d")).Out, Does.Contain("billing"));
    }

    [Test]
    public async Task The_doctor_says_what_to_mend()
    {
        var nothing = await _commands.RunAsync("doctor");
        Assert.That(nothing.Exit, Is.EqualTo(1), nothing.ToString());
        Assert.That(nothing.Out, Does.Contain("WRONG database: ").And.Contain("Run migrate"));

        var migrated = await _commands.RunAsync("migrate");
        Assert.That((migrated.Exit, migrated.Error), Is.EqualTo((0, "")), migrated.ToString());
        Assert.That((await _commands.RunAsync("doctor")).Out, Does.Contain("ok    database: ").And.Contain("WRONG organization: ").And.Contain("Run apply"));

        _commands["BILLING_SECRET"] = Receiver.Secret;
        var channel = """, "channels": [ { "name": "site", "network": "webhook", "settings": { "secret": "env:BILLING_SECRET" } } ] }""";
        await _commands.RunAsync("apply", _commands.Write("o.json", Small.TrimEnd(' ', '}') + channel));
        var well = await _commands.RunAsync("doctor");
        Assert.That((well.Exit, well.Error), Is.EqualTo((0, "")), well.ToString());

        _commands["BILLING_SECRET"] = "";
        var ill = await _commands.RunAsync("doctor");
        Assert.That(ill.Exit, Is.EqualTo(1));
        Assert.That(ill.Out, Does.Contain("WRONG channel site: ").And.Contain("BILLING_SECRET"));
    }

    [Test]
    public async Task The_doctor_tells_of_a_channel_whose_polls_fail()
    {
        await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()), "--data", "d");
        await using (var service = await TestService.StartAsync(new OnFolder(Path.Combine(_commands.Folder, "d"))))
        {
            await service.Services.GetRequiredService<Database>().WriteAsync(async db =>
            {
                var cursor = await db.ChannelCursors.SingleAsync();
                (cursor.FailingSince, cursor.Problem) = (new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), "It does not answer.");
            });
        }
        var ill = await _commands.RunAsync("doctor", "--data", "d");
        Assert.That(ill.Exit, Is.EqualTo(1), ill.ToString());
        Assert.That(ill.Out, Does.Contain("WRONG channel site: failing since 2026-11-23 09:00:00Z: It does not answer. Check its settings"));
    }

    [Test]
    public async Task The_doctor_asks_whether_alerts_arrive_without_sending_any()
    {
        await using var receiver = await Receiver.StartAsync();
        _commands["BILLING_CHAT"] = new Uri(receiver.Url, "/hooks/T0SECRET").ToString();
        _commands["BILLING_AWAY"] = "http://127.0.0.1:1/hooks/T0SECRET";
        await _commands.RunAsync("migrate");
        await _commands.RunAsync("apply", _commands.Write("o.json", Small.TrimEnd(' ', '}') + """
            , "alerts": [ { "name": "chat", "kind": "slack", "settings": { "url": "env:BILLING_CHAT" } }, { "name": "away", "kind": "slack", "settings": { "url": "env:BILLING_AWAY" } },
                { "name": "unset", "kind": "webhook", "settings": { "url": "env:BILLING_NOWHERE", "secret": "env:BILLING_SECRET" } },
                { "name": "mail", "kind": "email", "to": [ "assignee" ], "settings": { "host": "localhost", "port": 1, "from": "escalation@example.org" } } ] }
            """));
        var ran = await _commands.RunAsync("doctor");
        Assert.That(ran.Exit, Is.EqualTo(1), ran.ToString());
        Assert.That(ran.Out, Does.Contain("ok    alert chat: ").And.Contain("WRONG alert away: Connection refused").And.Contain("WRONG alert mail: Connection refused"));
        Assert.That(ran.Out, Does.Contain("the environment variable BILLING_SECRET is not set").And.Contain("WRONG alert mail: ann has no e-mail address"));
        Assert.That(ran.Out, Does.Not.Contain("T0SECRET"));
        Assert.That(receiver.Tries, Is.Empty);
    }

    [Test]
    public async Task A_key_is_printed_once_and_works()
    {
        await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()), "--data", "d");
        var made = await _commands.RunAsync("key", "add", "mia's script", "--role", "manager", "--person", "mia", "--data", "d");
        Assert.That((made.Exit, made.Error), Is.EqualTo((0, "")), made.ToString());
        Assert.That(made.Out.Trim(), Does.Match("^esc_[0-9a-f]{64}$"));

        await using var service = await TestService.StartAsync(new OnFolder(Path.Combine(_commands.Folder, "d")));
        using var mia = service.With(made.Out.Trim());
        Assert.That((await mia.GetAsync("conversations")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("--role manager", "--person is required")]
    [TestCase("--role manager --person ann", "ann does not have the role manager")]
    [TestCase("--role expert --person zoe --channel nowhere", "nobody called zoe", "--channel is only for")]
    [TestCase("--role integration", "--channel is required")]
    [TestCase("--role integration --channel a --channel b --person ann", "no channel a", "no channel b", "belongs to nobody")]
    public async Task A_key_must_fit_the_organization(string flags, params string[] sentences)
    {
        await _commands.RunAsync("apply", _commands.Write("o.json", Small));
        var ran = await _commands.RunAsync(["key", "add", "k", .. flags.Split(' ')]);
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")), ran.ToString());
        foreach (var sentence in sentences)
            Assert.That(ran.Error, Does.Contain(sentence));
    }

    [TestCase("serve")]
    [TestCase("doctor")]
    [TestCase("export")]
    public async Task All_that_is_wrong_with_the_configuration_is_told_at_once(string command)
    {
        _commands["ESCALATION_Storage__Provider"] = "Oracle";
        _commands["ESCALATION_Storage__ConectionString"] = "x";
        _commands["ESCALATION_Bus__Transport"] = "RabbitMq";
        var ran = await _commands.RunAsync(command);
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")), ran.ToString());
        Assert.That(ran.Error, Does.Contain("Storage:Provider must be one of Sqlite, PostgreSql").And.Contain("did you mean 'ConnectionString'?")
            .And.Contain("Bus:ConnectionString must be an amqp URI").And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_environment_goes_before_the_file_of_settings()
    {
        _commands.Write("appsettings.json", """{ "Storage": { "Provider": "Oracle" } }""");
        Assert.That((await _commands.RunAsync("migrate")).Exit, Is.EqualTo(2));
        _commands["ESCALATION_Storage__Provider"] = "sqlite";
        Assert.That((await _commands.RunAsync("migrate")).Exit, Is.Zero);
    }

    [Test]
    public async Task A_flag_goes_before_the_environment()
    {
        _commands["ESCALATION_Urls"] = "http://127.0.0.1:1";
        var ran = await _commands.RunAsync("--urls", "nonsense");
        Assert.That(ran.Exit, Is.EqualTo(2), ran.ToString());
        Assert.That(ran.Error, Does.Contain("nonsense").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_database_that_is_away_is_told_in_a_sentence()
    {
        _commands["ESCALATION_Storage__Provider"] = "PostgreSql";
        _commands["ESCALATION_Storage__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2";
        var ran = await _commands.RunAsync("migrate");
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((1, "")), ran.ToString());
        Assert.That(ran.Error, Does.StartWith("PostgreSQL does not answer").And.Not.Contain("   at "));
        Assert.That((await _commands.RunAsync("doctor")).Out, Does.Contain("WRONG database: "));
    }

    /// <summary>The embedded set-up on data that a command left.</summary>
    sealed class OnFolder(string folder) : SetUp
    {
        public override IReadOnlyDictionary<string, string?> Settings { get; } =
            new Dictionary<string, string?> { ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "escalation.db")}" };
    }
}
