using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Escalation.Input;

namespace Escalation.Connectors;

/// <summary>What came of one HTTP request, read to its end: the judgements that all connectors share are made here.</summary>
/// <param name="RetryAfter">The network's own wish, at most a day; a minute for a 429 that names no time, else null if it gave none.</param>
/// <param name="RedirectsTo">Where a 3xx points. Redirects are not followed: the request carries a secret.</param>
public sealed record HttpOutcome(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, TimeSpan? RetryAfter, Uri? RedirectsTo)
{
    const int ExcerptLength = 200;
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1), UsualWait = TimeSpan.FromMinutes(1);

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Statuses that say nothing about the request itself: 408, 425, 429 and all 5xx.</summary>
    public bool IsTransient => Status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>The body's first 200 characters on one line, to be shown to a person.</summary>
    public string Excerpt => OneLine.Of(Body, ExcerptLength);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public override string ToString() =>
        RedirectsTo is null ? $"{(int)Status}{(Excerpt is "" ? "" : ": ")}{Excerpt}" : $"{(int)Status}, a redirect to {RedirectsTo}";

    /// <summary>Sends by the client of <see cref="ConnectorHttp"/>. A time-out comes out as <see cref="HttpRequestException"/>, so that only the caller's own cancellation is one.</summary>
    public static async Task<HttpOutcome> OfAsync(
        IHttpClientFactory clients, HttpRequestMessage request, DateTimeOffset now, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(ConnectorHttp.Name);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var redirect = (int)response.StatusCode is >= 300 and < 400 ? response.Headers.Location : null;
            return new HttpOutcome(
                response.StatusCode,
                // Always UTF-8: a wrong charset in a header must not make an answer that arrived look as if it had not.
                Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellation)),
                response.Headers,
                Wait(response.Headers, now) ?? (response.StatusCode is HttpStatusCode.TooManyRequests ? UsualWait : null),
                redirect is null ? null : new Uri(request.RequestUri!, redirect));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(
                $"{request.RequestUri!.Authority} did not answer within {client.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
    }

    /// <summary>True if the connection never came about, so that the network cannot have taken anything.</summary>
    public static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or
        HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // More seconds than fit into the header's own type are not read by it.
        if (headers.NonValidated.TryGetValues("Retry-After", out var given) && given.ToString() is { Length: > 0 } seconds && seconds.All(char.IsAsciiDigit))
            return TimeSpan.FromSeconds(Math.Min(double.Parse(seconds, CultureInfo.InvariantCulture), LongestWait.TotalSeconds));
        // A date is meant by the sender's clock, which its Date header tells.
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - (headers.Date ?? now);
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, LongestWait.Ticks));
    }
}
