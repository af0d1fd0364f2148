using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Escalation.Connectors;
using Escalation.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Whatever comes in: the answer says everything that is wrong with it, and where.</summary>
public sealed partial class When_the_input_is_bad : OneService
{
    string _conversation = "";

    protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<IConnectorFactory, BrokenNetwork>();

    protected override string Organization => Sample.Organization().Replace("\"channels\":[", "\"channels\":[{\"name\":\"broken\",\"network\":\"broken\",\"settings\":{}},");

    [OneTimeSetUp]
    public async Task AskAsync() => _conversation = await Api.AskAsync(Sample.Channel, "q1", "Where is my invoice?");

    [TestCaseSource(nameof(Cases))]
    public async Task All_that_is_wrong_is_told_at_once(string method, string path, byte[] body, string[] faults)
    {
        var answer = await SendAsync(method, path, Json(body));
        AssertProblem(answer, 400, "invalid");
        Assert.That(answer.Faults, Is.EquivalentTo(faults), answer.ToString());
    }

    [TestCaseSource(nameof(SyntaxCases))]
    public async Task What_is_not_JSON_is_told_with_its_place(byte[] body, string fault)
    {
        var answer = await SendAsync("POST", "channels/site/posts", Json(body));
        AssertProblem(answer, 400, "invalid");
        Assert.That(answer.Faults.Single(), Does.StartWith($"$: is not JSON at {fault}"));
    }

    [TestCase("GET", "conversations/not-an-id", 404, "not-found")]
    [TestCase("GET", "conversations/00000000-0000-0000-0000-000000000000", 404, "not-found")]
    [TestCase("POST", "conversations/not-an-id/accept", 404, "not-found")]
    [TestCase("POST", "conversations/00000000-0000-0000-0000-000000000000/accept", 404, "not-found")]
    [TestCase("POST", "answers/1/approve", 404, "not-found")]
    [TestCase("POST", "alerts/1/acknowledge", 404, "not-found")]
    [TestCase("POST", "alerts/00000000-0000-0000-0000-000000000000/acknowledge", 404, "not-found")]
    [TestCase("POST", "topics/cheese/rename", 404, "not-found", """{"to": "milk"}""")]
    [TestCase("POST", "topics/cheese/merge", 404, "not-found", """{"into": "billing"}""")]
    [TestCase("GET", "no/such/call", 404, "not-found")]
    [TestCase("GET", "no-such-file.json", 404, "not-found")]
    [TestCase("POST", "channels/nowhere/posts", 404, "not-found")]
    [TestCase("POST", "webhooks/nowhere", 404, "not-found")]
    [TestCase("DELETE", "conversations", 405, "method-not-allowed")]
    [TestCase("PUT", "conversations/{c}/accept", 405, "method-not-allowed")]
    [TestCase("PUT", "channels/site/posts", 405, "method-not-allowed")]
    [TestCase("POST", "webhooks/broken", 500, "failed")]
    public async Task What_is_not_there_or_fails_is_told_likewise(string method, string path, int status, string type, string body = "{}")
    {
        var answer = await SendAsync(method, path, method == "POST" ? Json(Encoding.UTF8.GetBytes(body)) : null);
        AssertProblem(answer, status, type);
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("nonsense")]
    public async Task Only_JSON_is_taken(string mediaType)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        AssertProblem(await SendAsync("POST", "conversations/{c}/notes", content), 415, "not-json");
    }

    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/cloudevents+json")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task JSON_is_taken_under_its_names_and_without_one(string? mediaType)
    {
        var content = new ByteArrayContent("""{"text": "seen"}"""u8.ToArray());
        if (mediaType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        Assert.That((await SendAsync("POST", "conversations/{c}/notes", content)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("channels/site/posts", 512 * 1024, false)]
    [TestCase("channels/site/posts", 512 * 1024, true)]
    [TestCase("conversations/{c}/notes", 512 * 1024, false)]
    [TestCase("conversations/{c}/notes", 512 * 1024, true)]
    [TestCase("organization", 8 * 1024 * 1024, false)]
    [TestCase("organization", 8 * 1024 * 1024, true)]
    public async Task A_body_may_be_so_large_and_not_a_byte_more(string path, int most, bool chunked)
    {
        var method = path == "organization" ? "PUT" : "POST";
        AssertProblem(await SendAsync(method, path, Sized(most)), 400, "invalid");
        AssertProblem(await SendAsync(method, path, Sized(most + 1)), 413, "too-large");

        HttpContent Sized(int bytes)
        {
            var body = new byte[bytes];
            body.AsSpan().Fill((byte)' ');
            return chunked ? new Chunked(body) : Json(body);
        }
    }

    [TestCase("a", 64 * 1024)]
    [TestCase("é", 32 * 1024)]
    [TestCase("\\u00e9", 32 * 1024)]
    public async Task A_text_may_have_64_KiB_of_UTF8_and_not_a_character_more(string character, int most)
    {
        string[] paths = ["notes", "answers"];
        foreach (var path in paths)
        {
            var taken = await SendAsync("POST", $"conversations/{{c}}/{path}", Json(Text(most)));
            Assert.That((int)taken.Status, Is.InRange(200, 299), path);
            var refused = await SendAsync("POST", $"conversations/{{c}}/{path}", Json(Text(most + 1)));
            AssertProblem(refused, 400, "invalid");
            Assert.That(refused.Faults, Is.EqualTo(["text: must not be longer than 64 KiB of UTF-8"]));
        }

        byte[] Text(int length) => Encoding.UTF8.GetBytes($$"""{"by": "ann", "text": "{{string.Concat(Enumerable.Repeat(character, length))}}"}""");
    }

    [TestCase("{}")]
    [TestCase("")]
    [TestCase("""{"by": null}""")]
    public async Task Where_nothing_is_required_nothing_need_be_sent(string body) =>
        Assert.That((await SendAsync("POST", "conversations/{c}/hold", Json(Encoding.UTF8.GetBytes(body)))).Status, Is.EqualTo(HttpStatusCode.NoContent));

    [TestCase("?state=&topic=&expert=&breached=&search=&after=&limit=")]
    [TestCase("?limit=100000&breached=True")]
    public async Task An_empty_parameter_is_as_good_as_none(string query) => await Api.SeeAsync($"conversations{query}");

    Task<ApiAnswer> SendAsync(string method, string path, HttpContent? content) =>
        Api.SendAsync(new HttpMethod(method), path.Replace("{c}", _conversation), content);

    static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Sent without saying beforehand how long it is.</summary>
    sealed class Chunked(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    sealed class BrokenNetwork : IConnectorFactory
    {
        public string Network => "broken";
        public IReadOnlyList<SettingDefinition> Settings => [];
        public IConnector Create(string channel, IReadOnlyDictionary<string, string> settings) => new Broken();

        sealed class Broken : IConnector, IWebhookConnector
        {
            public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) => throw new NotSupportedException("broken");
            public WebhookReading Read(WebhookRequest request) => throw new NotSupportedException("broken");
        }
    }
}
