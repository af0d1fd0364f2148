using Escalation.Connectors;

namespace Escalation.Alerts;

/// <summary>What alert channels that are an address to post to have in common. The address may be as good as a password, so none of it but the host is ever shown.</summary>
static class AlertHttp
{
    const int ShortestSecret = 6;

    public static Uri Url(IReadOnlyDictionary<string, string> settings) => SettingDefinition.CheckUrl(settings["url"]) is { } wrong
        ? throw new InvalidOperationException($"The setting 'url' {wrong}.")
        : new Uri(settings["url"]);

    public static async Task<Sending> PostAsync(IHttpClientFactory clients, HttpRequestMessage request, TimeProvider time, CancellationToken cancellation)
    {
        var outcome = await HttpOutcome.OfAsync(clients, request, time.GetUtcNow(), cancellation);
        if (outcome.IsSuccess)
            return new Sending.Taken();
        var problem = $"{request.RequestUri!.Authority} answered {Describe(outcome, request.RequestUri)}";
        return outcome.IsTransient ? throw new TryLaterException(problem, outcome.RetryAfter) : new Sending.Refused(problem);
    }

    /// <summary>Any answer will do, a refusal too: somebody is there, and where it matters, with a good certificate.</summary>
    public static async Task ReachAsync(IHttpClientFactory clients, Uri url, TimeProvider time, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, url);
        await HttpOutcome.OfAsync(clients, request, time.GetUtcNow(), cancellation);
    }

    /// <summary>Pages of errors and redirects like to repeat the address that was asked for; such an answer is left out whole.</summary>
    static string Describe(HttpOutcome outcome, Uri url)
    {
        if (outcome.RedirectsTo is { } elsewhere)
            return $"{(int)outcome.Status}, a redirect to {elsewhere.Authority}";
        var secrets = $"{url.UserInfo}/{url.PathAndQuery}".Split('/', '?', '&', '=', ':').Where(part => part.Length >= ShortestSecret);
        var echoes = secrets.Any(part => Contains(outcome.Body, part) || Contains(outcome.Body, Uri.UnescapeDataString(part)));
        return echoes || outcome.Excerpt is "" ? $"{(int)outcome.Status}" : $"{(int)outcome.Status}: {outcome.Excerpt}";
    }

    static bool Contains(string body, string part) => body.Contains(part, StringComparison.OrdinalIgnoreCase);
}
