using System.Net.Http.Headers;
using System.Text.Json;

namespace Escalation.Connectors.Webhook;

/// <summary>
/// The network <c>webhook</c>: answers are posted to the channel's <c>answerUrl</c>. Posts come in by the API, which asks
/// <see cref="WhyRefused"/> where they are signed. The receiver deduplicates by webhook-id, so every failure may be repeated.
/// </summary>
public sealed class WebhookConnector(
    IHttpClientFactory clients, TimeProvider time, Uri? answerUrl, StandardWebhookSignature? signature) : IConnector, IRepeatsSafely
{
    /// <summary>Why a signed post cannot be trusted, null if it can.</summary>
    public string? WhyRefused(WebhookRequest request) =>
        signature is null
            ? "The channel has no secret, so that nothing can be signed with it."
            : signature.WhyRefused(request.Headers, request.Body.Span, time.GetUtcNow());

    public async Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation)
    {
        if (answerUrl is null || signature is null)
            return new Delivery.Refused("The channel has no answerUrl.");

        using var request = Signed(answer, answerUrl, signature);
        var outcome = await HttpOutcome.OfAsync(clients, request, time.GetUtcNow(), cancellation);
        if (outcome.IsSuccess)
            return new Delivery.Delivered([Part(outcome.Body, answer)]);
        if (outcome.IsTransient)
            throw new TryLaterException($"{answerUrl.Authority} answered {outcome}", outcome.RetryAfter);
        return new Delivery.Refused($"{answerUrl.Authority} answered {outcome}");
    }

    HttpRequestMessage Signed(OutboundAnswer answer, Uri url, StandardWebhookSignature by)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            answer = answer.AnswerId,
            conversation = answer.ConversationId,
            inReplyTo = answer.InReplyTo,
            text = answer.Text,
            by = answer.By,
            author = answer.AuthorId,
        });
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in by.Sign($"msg_{answer.AnswerId:N}", time.GetUtcNow(), body))
            request.Headers.Add(name, value);
        return request;
    }

    /// <summary>
    /// A receiver that says 2xx has taken the answer, even if it names no id of its own. The answer's id is then the only
    /// one that both sides know, so that is what follow-ups reply to.
    /// </summary>
    static DeliveredPart Part(string body, OutboundAnswer answer)
    {
        var own = answer.AnswerId.ToString();
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? new DeliveredPart(Text(json.RootElement, "id") ?? own, Url(Text(json.RootElement, "url")))
                : new DeliveredPart(own, null);
        }
        catch (JsonException)
        {
            return new DeliveredPart(own, null);
        }
    }

    static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    // It becomes a link in a web page, so nothing but http and https gets through.
    static string? Url(string? url) => url is not null && SettingDefinition.CheckUrl(url) is null ? url : null;
}
