using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>By a real mail server, which takes mail over TLS and from its account only.</summary>
public sealed partial class When_an_alert_is_mailed
{
    static readonly string[] Assigned = ["assigned"], Uncovered = ["uncovered"], Assignee = ["assignee"], Managers = ["managers"], Ops = ["ops"];

    readonly string _mark = Guid.NewGuid().ToString("N");
    Uri _server = null!;

    [OneTimeSetUp]
    public void Find()
    {
        _server = new Uri(RealServers.Required("ESCALATION_TEST_SMTP"));
        Environment.SetEnvironmentVariable("ESCALATION_TEST_SMTP_PASSWORD", _server.UserInfo.Split(':')[1]);
        Environment.SetEnvironmentVariable("ESCALATION_TEST_SMTP_WRONG", "wrong");
    }

    [Test]
    public async Task It_arrives_over_TLS_for_each_person_alone()
    {
        var trusting = new Dictionary<string, string> { ["SSL_CERT_FILE"] = RealServers.Required("ESCALATION_TEST_SMTP_CA") };
        await using var service = await ServiceProcess.StartAsync(SetUp.Of(SetUp.Embedded), Organization(
            Mail("mail", Assigned, Assignee), Mail("uncovered", Uncovered, Managers), Mail("wrong-password", Assigned, Ops.Prepend("assignee"), "ESCALATION_TEST_SMTP_WRONG")), trusting);
        await service.Api.AskAsync(Sample.Channel, "p1", "Where is my invoice, by the way?");

        var toAnn = await ReceivedAsync("ann");
        Assert.That(toAnn, Does.Match(@"Received: from .*\n\s+by localhost with esmtpsa").And.Contain("From: \"Escalation\" <escalation@example.org>").And.Contain("Subject: Escalation: A question about billing on site is yours."));
        Assert.That(toAnn, Does.Not.Match("(?m)^Bcc:").And.Not.Contain("invoice, by the way"));
        Assert.That(toAnn.ReplaceLineEndings("\n"), Does.Match(@"Z  A question about billing on site is yours\.\n\n-- \nEscalation sends this to ann by the alert channel mail\."));
        Assert.That(To().Match(toAnn).Value, Does.Contain($"ann-{_mark}@example.org"));

        await service.Api.AskAsync(Sample.Channel, "p3", "The courier lost my parcel.");
        Assert.That(await ReceivedAsync("mia"), Does.Contain("Subject: Escalation: Nobody is free to answer questions about delivery."));

        var wrong = await ChannelAsync(service.Api, "wrong-password", c => c["problems"]!.AsArray().Count > 0);
        Assert.That(wrong["problems"]![0]!.ToString(), Does.Contain("Authentication required").Or.Contain("not authenticated"));
        var works = await ChannelAsync(service.Api, "mail", c => c["lastSentAt"] is not null);
        Assert.That((works["waiting"]!.GetValue<int>(), works["failingSince"]), Is.EqualTo((0, (JsonNode?)null)));
        Assert.That(service.Tail(), Does.Not.Contain(_server.UserInfo.Split(':')[1]));
    }

    [Test]
    public async Task Nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for()
    {
        await using var service = await TestService.StartAsync(SetUp.Of(SetUp.Embedded), Organization(Mail("mail", Assigned, Assignee)));
        await service.Admin.AskAsync(Sample.Channel, "p1", "Where is my invoice?");
        var channel = await ChannelAsync(service.Admin, "mail", c => c["problems"]!.AsArray().Count > 0);
        Assert.That(channel["problems"]![0]!.ToString(), Does.StartWith("localhost: ").And.Contain("certificate"));
        Assert.That((channel["waiting"]!.GetValue<int>(), channel["lastSentAt"]), Is.EqualTo((1, (JsonNode?)null)));
    }

    [Test]
    public async Task Who_has_no_address_is_told_to_ops_once()
    {
        await using var service = await TestService.StartAsync(SetUp.Of(SetUp.Embedded), When_an_alert_is_sent.WithAlerts(Sample.Organization(), Mail("mail", Assigned, Assignee)));
        for (var i = 0; i < 3; i++)
            await service.Admin.InStateAsync(await service.Admin.AskAsync(Sample.Channel, $"p{i}", "Where is my invoice?"), "assigned");
        var alerts = await Until.SeenAsync(() => service.Admin.SeeAsync("alerts"), page => page["items"]!.AsArray().Count > 0, "it is told");
        Assert.That(alerts["items"]!.AsArray().Select(a => (a!["kind"]!.ToString(), a["text"]!.ToString())), Is.EqualTo(new[] { ("alertFailed", "The alert channel mail fails: ann has no e-mail address.") }));
    }

    /// <summary>Ann's name tries to smuggle a header in.</summary>
    string Organization(params object[] alerts)
    {
        var json = JsonNode.Parse(When_an_alert_is_sent.WithAlerts(Sample.Organization(), alerts))!;
        foreach (var person in json["people"]!.AsArray().OfType<JsonObject>())
        {
            var name = person["name"]!.ToString();
            person["email"] = $"{name}-{_mark}@example.org";
            if (name == "ann")
                person["displayName"] = $"Ann\r\nBcc: eve-{_mark}@example.org";
            // Nobody knows delivery.
            person["topics"] = new JsonArray([.. (person["topics"]?.AsArray() ?? []).Where(t => t!["topic"]!.ToString() != "delivery").Select(t => t!.DeepClone())]);
        }
        return json.ToJsonString();
    }

    object Mail(string name, string[] events, IEnumerable<string> to, string password = "ESCALATION_TEST_SMTP_PASSWORD") => new
    {
        name, kind = "email", events, to,
        settings = new { host = _server.Host, port = _server.Port, from = "escalation@example.org", user = _server.UserInfo.Split(':')[0], password = $"env:{password}" },
    };

    Task<string> ReceivedAsync(string who) => Until.SeenAsync(() => Task.FromResult(Mails().Find(mail => mail.Contains($"Envelope-to: {who}-{_mark}@example.org", StringComparison.Ordinal)) ?? ""),
        mail => mail != "", $"a mail to {who}");

    static List<string> Mails() => [.. Directory.EnumerateFiles(RealServers.Required("ESCALATION_TEST_SMTP_MAIL")).Select(file => File.ReadAllText(file, Encoding.Latin1))];

    static async Task<JsonNode> ChannelAsync(ApiClient api, string name, Func<JsonNode, bool> isIt) => (await Until.SeenAsync(
        async () => (await api.SeeAsync("alerts/channels"))["items"]!.AsArray().Single(c => c!["name"]!.ToString() == name)!, isIt, $"{name} shows it"))!;

    [GeneratedRegex(@"^To:.*(\n\s+.*)*", RegexOptions.Multiline)]
    private static partial Regex To();
}
