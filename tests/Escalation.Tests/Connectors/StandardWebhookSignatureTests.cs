using System.Text;
using Escalation.Connectors.Webhook;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

/// <summary>The example is the one published with the Standard Webhooks specification.</summary>
public class StandardWebhookSignatureTests
{
    const string Published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    static readonly StandardWebhookSignature Signature = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    static Dictionary<string, string> Headers(string signatures = Published) => new()
    {
        ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        ["webhook-timestamp"] = "1614265330",
        ["webhook-signature"] = signatures,
    };

    [Test]
    public void Signs_as_the_published_example() =>
        Assert.That(Signature.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", SignedAt, Body), Is.EquivalentTo(Headers()));

    [Test]
    public void Takes_the_published_example() => Assert.That(Signature.WhyRefused(Headers(), Body, SignedAt), Is.Null);

    [Test]
    public void Takes_headers_in_any_case() => Assert.That(
        Signature.WhyRefused(Headers().ToDictionary(h => h.Key.ToUpperInvariant(), h => h.Value), Body, SignedAt), Is.Null);

    [TestCase("v1,AAAA " + Published)]
    [TestCase(Published + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=")]
    [TestCase("v1a,something v1, v1,*** " + Published)]
    public void Takes_one_good_signature_among_several(string signatures) =>
        Assert.That(Signature.WhyRefused(Headers(signatures), Body, SignedAt), Is.Null);

    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OQ=")]
    [TestCase("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("v1,")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_a_signature_that_does_not_fit(string signatures) =>
        Assert.That(Signature.WhyRefused(Headers(signatures), Body, SignedAt), Does.Contain("fits"));

    [Test]
    public void Refuses_a_changed_body_id_or_time()
    {
        var otherId = Headers();
        otherId["webhook-id"] = "msg_other";
        var otherTime = Headers();
        otherTime["webhook-timestamp"] = "1614265331";
        Assert.Multiple(() =>
        {
            Assert.That(Signature.WhyRefused(Headers(), Encoding.UTF8.GetBytes("{}"), SignedAt), Does.Contain("fits"));
            Assert.That(Signature.WhyRefused(otherId, Body, SignedAt), Does.Contain("fits"));
            Assert.That(Signature.WhyRefused(otherTime, Body, SignedAt), Does.Contain("fits"));
        });
    }

    [TestCase(-300, null)]
    [TestCase(300, null)]
    [TestCase(301, "older than 5 minutes")]
    [TestCase(-301, "5 minutes ahead")]
    public void Looks_at_the_time_both_ways(int secondsLater, string? reason) => Assert.That(
        Signature.WhyRefused(Headers(), Body, SignedAt.AddSeconds(secondsLater)), reason is null ? Is.Null : Does.Contain(reason));

    [TestCase("webhook-id")]
    [TestCase("webhook-timestamp")]
    [TestCase("webhook-signature")]
    public void Names_the_missing_header(string name)
    {
        var headers = Headers();
        headers.Remove(name);
        Assert.That(Signature.WhyRefused(headers, Body, SignedAt), Is.EqualTo($"The header {name} is missing."));
    }

    [TestCase("soon")]
    [TestCase("-1614265330")]
    [TestCase("99999999999999999999999")]
    public void Refuses_a_time_that_is_no_number(string timestamp)
    {
        var headers = Headers();
        headers["webhook-timestamp"] = timestamp;
        Assert.That(Signature.WhyRefused(headers, Body, SignedAt), Does.Contain("not a number"));
    }

    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("whsec_")]
    [TestCase("whsec_not base64!")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==")]
    public void Refuses_a_weak_secret_without_saying_it(string secret) => Assert.That(
        () => new StandardWebhookSignature(secret),
        Throws.InvalidOperationException.With.Message.Contains("24 to 64").And.Message.Not.Contains("MfKQ"));

    [TestCase(23, false)]
    [TestCase(24, true)]
    [TestCase(64, true)]
    [TestCase(65, false)]
    public void Knows_how_long_a_secret_is(int bytes, bool good) => Assert.That(
        StandardWebhookSignature.CheckSecret("whsec_" + Convert.ToBase64String(new byte[bytes])) is null, Is.EqualTo(good));
}
