using System.Net;
using System.Text;
using Escalation.Connectors;

namespace Escalation.Tests.Connectors;

/// <summary>Answers in a connector's stead and keeps what was asked. The time stands still.</summary>
sealed class FakeNetwork(Func<HttpRequestMessage, string, HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public TimeProvider Time { get; } = new StandingStill();

    public List<(HttpRequestMessage Message, string Body)> Requests { get; } = [];

    public FakeNetwork(Func<HttpResponseMessage> answer) : this((_, _) => answer()) { }

    public static OutboundAnswer Answer(string text = "Yes.") => new(
        new Guid("11111111-2222-3333-4444-555555555555"), new Guid("66666666-7777-8888-9999-aaaaaaaaaaaa"),
        text, InReplyTo: "7", ThreadRoot: "7", By: "Ann Peeters", AuthorId: "u1", Visibility: "public", FirstTriedAt: Now);

    public static HttpResponseMessage Response(int status, string body = "", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(20) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellation);
        Requests.Add((request, body));
        return answer(request, body);
    }

    sealed class StandingStill : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
