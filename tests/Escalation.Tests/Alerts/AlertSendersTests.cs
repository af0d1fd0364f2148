using System.Text;
using System.Text.Json.Nodes;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Alerts;

/// <summary>What the senders make of settings, and of what the other end says.</summary>
public sealed class AlertSendersTests
{
    const string Path = "/services/T0SECRET/B0SECRET?key=verysecret";

    static readonly AlertMessage Message = Alerting.Message(Alerting.Notice("Nobody is free."));

    [Test]
    public void Each_kind_of_the_organization_file_has_its_sender()
    {
        using var services = new ServiceCollection().AddLogging().AddEscalation(new StorageOptions(), "").BuildServiceProvider();
        Assert.That(services.GetServices<IAlertSender>().Select(s => s.Kind), Is.EquivalentTo(AlertSenders.Settings.Keys));
    }

    [Test]
    public async Task Slack_gets_a_text()
    {
        var network = new FakeNetwork((request, _) =>
        {
            var headers = request.Content!.Headers;
            return FakeNetwork.Response((headers.ContentType!.MediaType, headers.ContentLength) == ("application/json", 26) ? 200 : 415, "ok");
        });
        Assert.That(await Slack(network).SendAsync(Message, Url(), default), Is.InstanceOf<Sending.Taken>());
        var (request, body) = network.Requests.Single();
        Assert.That((request.Method, request.RequestUri!.PathAndQuery, body), Is.EqualTo((HttpMethod.Post, Path, """{"text":"Nobody is free."}""")));
    }

    [Test]
    public async Task A_webhook_is_signed_and_its_id_the_same_on_every_try()
    {
        var network = new FakeNetwork(() => FakeNetwork.Response(204));
        var sender = new WebhookAlerts(network, network.Time);
        var settings = new Dictionary<string, string>(Url()) { ["secret"] = Receiver.Secret };
        await sender.SendAsync(Alerting.Message([.. Alerting.Burst(21)]), settings, default);
        await sender.SendAsync(Alerting.Message([.. Alerting.Burst(21)]), settings, default);
        foreach (var (request, body) in network.Requests)
        {
            var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.Single());
            Assert.That(new StandardWebhookSignature(Receiver.Secret).WhyRefused(headers, Encoding.UTF8.GetBytes(body), FakeNetwork.Now), Is.Null);
            Assert.That(headers["webhook-id"], Is.EqualTo("msg_11111111222233334444555555555555"));
        }
        var json = JsonNode.Parse(network.Requests[0].Body)!;
        Assert.That(json.AsObject().Select(f => f.Key), Is.EqualTo(new[] { "id", "channel", "at", "counts", "notices", "more" }));
        Assert.That((json["channel"]!.ToString(), json["more"]!.GetValue<int>(), json["counts"]!["breached"]!.GetValue<int>()), Is.EqualTo(("chat", 1, 21)));
        Assert.That(json["notices"]!.AsArray(), Has.Count.EqualTo(20));
        Assert.That(json["notices"]![0]!.ToJsonString(), Is.EqualTo("""{"event":"breached","conversation":null,"to":[],"text":"Breach 0","at":"2026-11-23T09:00:00Z"}"""));
    }

    [TestCase(429, "slow down")]
    [TestCase(408, "")]
    [TestCase(503, "<p>/services/t0secret/B0SECRET is not available</p>")]
    public void What_may_pass_is_tried_again_when_the_other_end_wishes(int status, string body)
    {
        var network = new FakeNetwork(() => FakeNetwork.Response(status, body, ("Retry-After", "120")));
        Assert.That(() => Slack(network).SendAsync(Message, Url(), default), Throws.InstanceOf<TryLaterException>()
            .With.Property("After").EqualTo(TimeSpan.FromMinutes(2)).And.Message.StartsWith($"chat.example answered {status}").And.Message.Not.Contains("secret").IgnoreCase);
    }

    [TestCase(404, "no_service", "chat.example answered 404: no_service")]
    [TestCase(400, "", "chat.example answered 400")]
    [TestCase(404, "The requested URL /services/T0SECRET/B0SECRET was not found on this server.", "chat.example answered 404")]
    [TestCase(403, "key verysecret is revoked", "chat.example answered 403")]
    [TestCase(302, "", "chat.example answered 302, a redirect to evil.example")]
    public async Task What_is_refused_is_told_without_the_address(int status, string body, string told)
    {
        var network = new FakeNetwork(() => FakeNetwork.Response(status, body, ("Location", "https://evil.example" + Path)));
        Assert.That(await Slack(network).SendAsync(Message, Url(), default), Is.EqualTo(new Sending.Refused(told)));
    }

    [Test]
    public void An_address_that_is_none_is_told_without_it() => Assert.That(
        () => Slack(new FakeNetwork(() => FakeNetwork.Response(200))).SendAsync(Message, new Dictionary<string, string> { ["url"] = "T0SECRET" }, default),
        Throws.InvalidOperationException.With.Message.EqualTo("The setting 'url' must be an absolute http or https URL."));

    [TestCase("user=u", "go together")]
    [TestCase("password=p", "go together")]
    [TestCase("user=u;password=p;tls=none", "never sent without TLS")]
    [TestCase("port=smtp", "'port' must be a port")]
    [TestCase("port=465", "STARTTLS")]
    public void Mail_settings_that_do_not_fit_are_told(string settings, string told)
    {
        var all = new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = "1", ["from"] = "escalation@example.org" };
        foreach (var setting in settings.Split(';').Select(s => s.Split('=')))
            all[setting[0]] = setting[1];
        Assert.That(() => new EmailAlerts(TimeProvider.System).SendAsync(Alerting.Message(Ann("ann@example.org"), Alerting.Notice()), all, default),
            Throws.InvalidOperationException.With.Message.Contains(told));
    }

    [TestCase(null, "ann has no e-mail address.")]
    [TestCase("ann@example.org>, <eve@example.org", "The e-mail address of ann cannot be used.")]
    public async Task A_person_whom_no_mail_reaches_is_told(string? address, string told)
    {
        var sending = await new EmailAlerts(TimeProvider.System).SendAsync(Alerting.Message(Ann(address), Alerting.Notice()), new Dictionary<string, string>(), default);
        Assert.That(sending, Is.EqualTo(new Sending.Refused(told)));
    }

    static Person Ann(string? address) => Some.Person("ann") with { Email = address };

    static SlackAlerts Slack(FakeNetwork network) => new(network, network.Time);

    static Dictionary<string, string> Url() => new() { ["url"] = "https://chat.example" + Path };
}
