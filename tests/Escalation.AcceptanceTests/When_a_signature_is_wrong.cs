using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Escalation.Connectors.Webhook;
using Escalation.Organization;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Posts that come without a key must be signed with the channel's secret, by the Standard Webhooks scheme.</summary>
public sealed class When_a_signature_is_wrong : OneService
{
    const string OtherSecret = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=";

    readonly FakeClock _clock = new();
    static int _posts;

    protected override TimeProvider Time => _clock;

    /// <summary>A second channel, with a secret of its own.</summary>
    protected override string Organization
    {
        get
        {
            Environment.SetEnvironmentVariable("ESCALATION_TEST_OTHER_SECRET", OtherSecret);
            var organization = JsonNode.Parse(Sample.Organization())!;
            organization["channels"]!.AsArray().Add(JsonNode.Parse("""{"name": "other", "network": "webhook", "settings": {"secret": "env:ESCALATION_TEST_OTHER_SECRET"}}"""));
            organization["channels"]!.AsArray().Add(JsonNode.Parse("""{"name": "open", "network": "webhook", "settings": {}}"""));
            return organization.ToJsonString();
        }
    }

    [Test]
    public async Task The_right_one_is_taken()
    {
        var taken = await SendAsync(Post(), Signed("m1", Body("a")));
        Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.Accepted), taken.ToString());
        Assert.That(taken.Body!["duplicate"]!.GetValue<bool>(), Is.False);
    }

    [Test]
    public Task Another_secret_is_refused() => RefusedAsync(Post(), Signed("m2", Body("a"), OtherSecret), "No webhook-signature fits the body and this channel's secret.");

    [Test]
    public async Task A_body_that_was_changed_is_refused()
    {
        var (headers, body) = Signed("m3", Body("a"));
        body[^3] ^= 1;
        await RefusedAsync(Post(), (headers, body), "No webhook-signature fits the body and this channel's secret.");
    }

    [TestCase("webhook-id")]
    [TestCase("webhook-timestamp")]
    [TestCase("webhook-signature")]
    public async Task A_missing_header_is_named(string header)
    {
        var (headers, body) = Signed("m4", Body("a"));
        headers.Remove(header);
        await RefusedAsync(Post(), (headers, body), $"The header {header} is missing.");
    }

    [Test]
    public Task No_signature_at_all_is_refused() => RefusedAsync(Post(), ([], Body("a")), "The header webhook-id is missing.");

    [TestCase(-300, null)]
    [TestCase(300, null)]
    [TestCase(-301, "The webhook-timestamp is older than 5 minutes.")]
    [TestCase(301, "The webhook-timestamp is more than 5 minutes ahead.")]
    public async Task The_timestamp_may_be_five_minutes_off(int seconds, string? refusal)
    {
        var signed = Signed($"m5{seconds}", Body($"t{seconds}"), at: _clock.GetUtcNow().AddSeconds(seconds));
        if (refusal is not null)
            await RefusedAsync(Post(), signed, refusal);
        else
            Assert.That((await SendAsync(Post(), signed)).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task A_request_that_lay_about_is_refused()
    {
        var signed = Signed("m6", Body("a"));
        _clock.Advance(TimeSpan.FromSeconds(301));
        await RefusedAsync(Post(), signed, "The webhook-timestamp is older than 5 minutes.");
    }

    [Test]
    public async Task A_retry_of_what_was_taken_is_answered_as_a_duplicate_and_brings_no_second_post()
    {
        var signed = Signed("m7", Body("a"));
        var taken = await SendAsync(Post(), signed);
        var again = await SendAsync(Post(), signed);
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Accepted), again.ToString());
        Assert.That((again.Body!["duplicate"]!.GetValue<bool>(), again.Body["conversation"]!.GetValue<string>()), Is.EqualTo((true, taken.Body!["conversation"]!.GetValue<string>())));
        var conversation = await Api.ConversationAsync(taken.Body!["conversation"]!.GetValue<string>());
        Assert.That(conversation["posts"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_body_under_an_id_that_was_used_is_refused()
    {
        await SendAsync(Post(), Signed("m16", Body("a")));
        AssertProblem(await SendAsync(Post(), Signed("m16", Body("b"))), 409, "replayed");
    }

    [Test]
    public async Task A_body_under_an_id_that_was_used_cannot_be_sent_elsewhere()
    {
        var signed = Signed("m17", Body("a"));
        await SendAsync(Post(), signed);
        AssertProblem(await SendAsync(Post() + "/other", signed, HttpMethod.Delete), 409, "replayed");
    }

    [Test]
    public async Task After_a_day_an_id_may_be_used_for_another_body()
    {
        await SendAsync(Post(), Signed("m18", Body("a")));
        _clock.Advance(TimeSpan.FromHours(24));
        var later = await SendAsync(Post(), Signed("m18", Body("b")));
        Assert.That((later.Status, later.Body!["duplicate"]!.GetValue<bool>()), Is.EqualTo((HttpStatusCode.Accepted, false)));
    }

    [Test]
    public async Task The_same_id_on_another_channel_is_another_request()
    {
        await SendAsync(Post(), Signed("m19", Body("a")));
        Assert.That((await SendAsync(Post("other"), Signed("m19", Body("b"), OtherSecret))).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task Edits_and_deletions_are_signed_alike_and_repeated_alike()
    {
        var asked = await SendAsync(Post(), Signed("m20", Encoding.UTF8.GetBytes(Json("signed-1", "Where is it?"))));
        var edit = Signed("m21", "{\"text\": \"Where is my invoice?\", \"author\": {\"id\": \"zoe\", \"name\": \"Zoe\"}}"u8.ToArray());
        var delete = Signed("m22", []);
        for (var i = 0; i < 2; i++)
            Assert.That((await SendAsync(Post() + "/signed-1", edit, HttpMethod.Put)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        var conversation = await Api.ConversationAsync(asked.Body!["conversation"]!.GetValue<string>());
        Assert.That(conversation["posts"]![0]!["text"]!.GetValue<string>(), Is.EqualTo("Where is my invoice?"));
        for (var i = 0; i < 2; i++)
            Assert.That((await SendAsync(Post() + "/signed-1", delete, HttpMethod.Delete)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        await RefusedAsync(Post() + "/signed-1", Signed("m23", [], OtherSecret), "No webhook-signature fits the body and this channel's secret.", HttpMethod.Delete);
    }

    [Test]
    public async Task Replays_at_once_bring_one_post()
    {
        var signed = Signed("m8", Body("a"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(Post(), signed)));
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That(answers.Count(answer => !answer.Body!["duplicate"]!.GetValue<bool>()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_try_that_was_at_fault_is_not_used_up()
    {
        var bad = Signed("m9", "{}"u8.ToArray());
        for (var i = 0; i < 2; i++)
            AssertProblem(await SendAsync(Post(), bad), 400, "invalid");
    }

    [Test]
    public async Task Another_try_with_its_own_timestamp_is_a_duplicate()
    {
        var body = Body("a");
        var first = await SendAsync(Post(), Signed("m10", body));
        var again = await SendAsync(Post(), Signed("m10", body, at: _clock.GetUtcNow().AddSeconds(1)));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Accepted), again.ToString());
        Assert.That(again.Body!["duplicate"]!.GetValue<bool>(), Is.True);
        Assert.That(again.Body["conversation"]!.GetValue<string>(), Is.EqualTo(first.Body!["conversation"]!.GetValue<string>()));
    }

    [Test]
    public async Task While_a_secret_is_rotated_one_of_several_signatures_will_do()
    {
        var body = Body("a");
        var (headers, _) = Signed("m11", body);
        var (old, _) = Signed("m11", body, OtherSecret);
        headers["webhook-signature"] = $"{old["webhook-signature"]} v2,other {headers["webhook-signature"]}";
        Assert.That((await SendAsync(Post(), (headers, body))).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public Task What_was_signed_for_another_channel_is_refused() => RefusedAsync(Post("other"), Signed("m12", Body("a")), "No webhook-signature fits the body and this channel's secret.");

    [Test]
    public Task Where_there_is_no_secret_nothing_can_be_signed() => RefusedAsync(Post("open"), Signed("m13", Body("a")), "The channel has no secret, so that nothing can be signed with it.");

    [Test]
    public Task A_channel_that_there_is_not_tells_nothing() => RefusedAsync(Post("nowhere"), Signed("m14", Body("a")), "A key is needed (Authorization: Bearer KEY), or a signature with the channel's secret.");

    [Test]
    public async Task A_wrong_key_is_not_made_good_by_a_signature()
    {
        var (headers, body) = Signed("m15", Body("a"));
        headers["Authorization"] = "Bearer wrong";
        await RefusedAsync(Post(), (headers, body), "The API key is not known.");
    }

    [Test]
    public async Task A_key_is_good_for_its_own_channels_only()
    {
        using var integration = await WithKeyAsync(Role.Integration, null, "other");
        Assert.That((await integration.SendAsync(HttpMethod.Post, Post("other"), Content(Body("a")))).Status, Is.EqualTo(HttpStatusCode.Accepted));
        var refused = await integration.SendAsync(HttpMethod.Post, Post(), Content(Body("b")));
        AssertProblem(refused, 403, "forbidden");
        Assert.That(refused.Body!["detail"]!.GetValue<string>(), Is.EqualTo("This key may not post to the channel 'site'."));
    }

    async Task RefusedAsync(string path, (Dictionary<string, string>, byte[]) signed, string sentence, HttpMethod? method = null)
    {
        var answer = await SendAsync(path, signed, method);
        AssertProblem(answer, 401, "unauthenticated");
        Assert.That(answer.Body!["detail"]!.GetValue<string>(), Is.EqualTo(sentence));
    }

    async Task<ApiAnswer> SendAsync(string path, (Dictionary<string, string> Headers, byte[] Body) signed, HttpMethod? method = null)
    {
        using var anonymous = new ApiClient(Service.Address, null);
        var content = Content(signed.Body);
        foreach (var (name, value) in signed.Headers)
            anonymous.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return await anonymous.SendAsync(method ?? HttpMethod.Post, path, content);
    }

    (Dictionary<string, string> Headers, byte[] Body) Signed(string id, byte[] body, string secret = Receiver.Secret, DateTimeOffset? at = null) =>
        (new(new StandardWebhookSignature(secret).Sign(id, at ?? _clock.GetUtcNow(), body)), body);

    static ByteArrayContent Content(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    static string Post(string channel = Sample.Channel) => $"channels/{channel}/posts";

    static byte[] Body(string id) => Encoding.UTF8.GetBytes(Json($"{id}-{Interlocked.Increment(ref _posts)}", "Where is my invoice?"));

    static string Json(string id, string text) => $$"""{ "id": "{{id}}", "text": "{{text}}", "author": { "id": "zoe", "name": "Zoe" } }""";
}
