using System.Net.Http.Headers;
using System.Text.Json;
using Escalation.Connectors.Webhook;

namespace Escalation.Alerts;

/// <summary>
/// Alert channels of kind <c>webhook</c>: a POST signed by Standard Webhooks, <c>webhook-id</c> the same on every try. The body:
/// <c>{"id", "channel", "at", "counts": {event: number}, "notices": [{"event", "conversation", "to": [names], "text", "at"}], "more"}</c>,
/// where <c>notices</c> are the first 20 and <c>more</c> is the number of those left out.
/// </summary>
public sealed class WebhookAlerts(IHttpClientFactory clients, TimeProvider time) : IAlertSender
{
    public string Kind => "webhook";

    public async Task<Sending> SendAsync(AlertMessage message, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        var signature = new StandardWebhookSignature(settings["secret"]);
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = message.Id,
            channel = message.Channel,
            at = message.At.UtcDateTime,
            counts = message.Counts,
            notices = message.First.Select(notice => new { @event = notice.Event, conversation = notice.ConversationId, to = notice.To, text = notice.Text, at = notice.At.UtcDateTime }),
            more = message.More,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, AlertHttp.Url(settings)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in signature.Sign($"msg_{message.Id:N}", time.GetUtcNow(), body))
            request.Headers.Add(name, value);
        return await AlertHttp.PostAsync(clients, request, time, cancellation);
    }

    public Task ReachAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        _ = new StandardWebhookSignature(settings["secret"]);
        return AlertHttp.ReachAsync(clients, AlertHttp.Url(settings), time, cancellation);
    }
}
