using System.Text;
using System.Text.Json;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

public class WebhookConnectorTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static WebhookConnector Connector(FakeNetwork network, string? answerUrl = "https://help.example/answers?k=1", string? secret = Secret)
    {
        var settings = new Dictionary<string, string?> { ["answerUrl"] = answerUrl, ["secret"] = secret };
        return (WebhookConnector)new WebhookFactory(network, network.Time).Create(
            "c", settings.Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!));
    }

    static Task<Delivery> Deliver(HttpResponseMessage response) =>
        Connector(new FakeNetwork(() => response)).DeliverAsync(FakeNetwork.Answer(), default);

    [Test]
    public async Task Posts_the_contracts_body_signed()
    {
        var network = new FakeNetwork(() => FakeNetwork.Response(201, """{"id": "p9", "url": "https://help.example/p9"}"""));
        var delivery = await Connector(network).DeliverAsync(FakeNetwork.Answer("Größe \"L\" 🎉\n<b>"), default);

        var (request, body) = network.Requests.Single();
        var json = JsonSerializer.Deserialize<Dictionary<string, string>>(body)!;
        Assert.Multiple(() =>
        {
            Assert.That(request.Method, Is.EqualTo(HttpMethod.Post));
            Assert.That(request.RequestUri, Is.EqualTo(new Uri("https://help.example/answers?k=1")));
            Assert.That(request.Content!.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(json, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["answer"] = "11111111-2222-3333-4444-555555555555",
                ["conversation"] = "66666666-7777-8888-9999-aaaaaaaaaaaa",
                ["inReplyTo"] = "7",
                ["text"] = "Größe \"L\" 🎉\n<b>",
                ["by"] = "Ann Peeters",
                ["author"] = "u1",
            }));
            Assert.That(request.Headers.GetValues("webhook-id").Single(), Is.EqualTo("msg_11111111222233334444555555555555"));
            Assert.That(
                new StandardWebhookSignature(Secret).WhyRefused(
                    request.Headers.ToDictionary(h => h.Key, h => h.Value.Single()), Encoding.UTF8.GetBytes(body), FakeNetwork.Now),
                Is.Null);
            Assert.That(((Delivery.Delivered)delivery).Parts, Is.EqualTo(new[] { new DeliveredPart("p9", "https://help.example/p9") }));
        });
    }

    [TestCase("""{"id": 9}""", "9")]
    [TestCase("""{"id": "p9", "url": "javascript:alert(1)"}""", "p9")]
    [TestCase("""{"id": ""}""", "11111111-2222-3333-4444-555555555555")]
    [TestCase("""{"ok": true}""", "11111111-2222-3333-4444-555555555555")]
    [TestCase("[1]", "11111111-2222-3333-4444-555555555555")]
    [TestCase("thanks", "11111111-2222-3333-4444-555555555555")]
    [TestCase("", "11111111-2222-3333-4444-555555555555")]
    public async Task Knows_the_answer_by_its_own_id_where_the_receiver_names_none(string body, string id)
    {
        var delivery = (Delivery.Delivered)await Deliver(FakeNetwork.Response(200, body));
        Assert.That(delivery.Parts, Is.EqualTo(new[] { new DeliveredPart(id, null) }));
    }

    [TestCase(408)]
    [TestCase(425)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public void Comes_back_later(int status) => Assert.That(
        () => Deliver(FakeNetwork.Response(status, "busy")), Throws.InstanceOf<TryLaterException>().With.Message.Contains($"{status}: busy"));

    [TestCase("120", "2026-11-22T03:00:00Z", 120)]
    [TestCase("Sun, 22 Nov 2026 03:01:00 GMT", null, 60)]
    [TestCase("Sun, 22 Nov 2026 03:01:00 GMT", "Sun, 22 Nov 2026 03:00:50 GMT", 10)]
    [TestCase("Sun, 22 Nov 2026 02:01:00 GMT", null, 0)]
    [TestCase("2000000000", null, 86400)]
    [TestCase("99999999999", null, 86400)]
    [TestCase("99999999999999999999999999", null, 86400)]
    [TestCase("000000000000012", null, 12)]
    [TestCase("soon", null, 60)]
    [TestCase("-1", null, 60)]
    public void Obeys_Retry_After_in_both_forms(string retryAfter, string? date, int seconds)
    {
        var response = FakeNetwork.Response(429, "", ("Retry-After", retryAfter));
        if (date is not null)
            response.Headers.TryAddWithoutValidation("Date", date);
        Assert.That(
            () => Deliver(response),
            Throws.InstanceOf<TryLaterException>().With.Property(nameof(TryLaterException.After)).EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public void Lets_a_failing_network_through() => Assert.That(
        () => Connector(new FakeNetwork(() => throw new HttpRequestException("reset"))).DeliverAsync(FakeNetwork.Answer(), default),
        Throws.InstanceOf<HttpRequestException>());

    [Test]
    public void A_time_out_is_a_failure_of_the_network_and_no_cancellation() => Assert.That(
        () => Connector(new FakeNetwork(() => throw new TaskCanceledException("", new TimeoutException()))).DeliverAsync(FakeNetwork.Answer(), default),
        Throws.InstanceOf<HttpRequestException>().With.Message.EqualTo("help.example did not answer within 20 s"));

    [Test]
    public async Task Refused_shows_the_status_and_200_characters_on_one_line()
    {
        var delivery = (Delivery.Refused)await Deliver(FakeNetwork.Response(422, "no\n\n  such " + new string('x', 500)));
        Assert.That(delivery.Reason, Is.EqualTo("help.example answered 422: no such " + new string('x', 192)));
    }

    [Test]
    public async Task A_redirect_is_refused_and_not_followed()
    {
        var delivery = (Delivery.Refused)await Deliver(FakeNetwork.Response(302, "", ("Location", "/login")));
        Assert.That(delivery.Reason, Does.Contain("a redirect to https://help.example/login"));
    }

    [Test]
    public async Task Without_an_address_answers_are_refused()
    {
        var connector = Connector(new FakeNetwork(() => throw new AssertionException("asked")), answerUrl: null);
        Assert.That(
            await connector.DeliverAsync(FakeNetwork.Answer(), default), Is.EqualTo(new Delivery.Refused("The channel has no answerUrl.")));
    }

    [Test]
    public void An_address_needs_a_secret() => Assert.That(
        () => Connector(new FakeNetwork(() => FakeNetwork.Response(200)), secret: null),
        Throws.InvalidOperationException.With.Message.Contains("needs a secret"));

    [Test]
    public void Checks_what_comes_in_by_its_own_clock()
    {
        var connector = Connector(new FakeNetwork(() => FakeNetwork.Response(200)), answerUrl: null);
        var body = "{}"u8.ToArray();
        var signature = new StandardWebhookSignature(Secret);
        Assert.Multiple(() =>
        {
            Assert.That(connector.WhyRefused(new WebhookRequest(signature.Sign("a", FakeNetwork.Now, body), body)), Is.Null);
            Assert.That(connector.WhyRefused(new WebhookRequest(signature.Sign("a", FakeNetwork.Now.AddHours(-1), body), body)), Does.Contain("older"));
            Assert.That(
                Connector(new FakeNetwork(() => FakeNetwork.Response(200)), null, null).WhyRefused(new WebhookRequest(new Dictionary<string, string>(), body)),
                Does.Contain("no secret"));
        });
    }
}
