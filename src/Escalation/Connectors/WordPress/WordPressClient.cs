using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Escalation.Connectors.WordPress;

/// <summary>The few calls of the REST API that the connector needs. Reads throw <see cref="HttpRequestException"/> with a sentence for anything but 2xx, for 429 <see cref="TryLaterException"/>.</summary>
sealed class WordPressClient(IHttpClientFactory clients, TimeProvider time, WordPressOptions options)
{
    const int PageSize = 100;

    // A comment that is deleted while pages are read moves all later ones up, over a page's edge.
    const int PageOverlap = 10;

    // A site's backlog is read in several polls: one that were cut off for taking too long would begin at the same place for ever.
    const int ManyComments = 450;

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly AuthenticationHeaderValue credentials = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.ApplicationPassword}")));

    /// <summary>Our own user id, and what time it is by the site's clock.</summary>
    public async Task<(long Us, DateTimeOffset SiteTime)> WhoAmIAsync(CancellationToken cancellation)
    {
        var outcome = await SendAsync(HttpMethod.Get, "users/me?_fields=id", null, cancellation);
        return (Read<User>(outcome).Id, SiteTime(outcome));
    }

    /// <summary>An instant of our clock, by the site's.</summary>
    public async Task<DateTimeOffset> BySiteAsync(DateTimeOffset instant, CancellationToken cancellation) =>
        (await WhoAmIAsync(cancellation)).SiteTime - (time.GetUtcNow() - instant);

    /// <summary>The comments that the query finds, by time, and the site's time when it was asked.</summary>
    /// <param name="enough">After some pages the reading ends with a comment later than this; null = all are read.</param>
    public async Task<(IReadOnlyList<WordPressComment> Comments, DateTimeOffset SiteTime)> ListAsync(
        string query, DateTimeOffset? enough, CancellationToken cancellation)
    {
        var found = new Dictionary<long, WordPressComment>();
        DateTimeOffset? siteTime = null;
        var (offset, total) = (0, 0);
        do
        {
            var outcome = await SendAsync(
                HttpMethod.Get,
                $"comments?{query}&order=asc&orderby=date_gmt&context=edit&per_page={PageSize}&offset={offset}&_fields={WordPressComment.Fields}",
                null,
                cancellation);
            siteTime ??= SiteTime(outcome);
            foreach (var comment in Read<WordPressComment[]>(outcome))
                found[comment.Id] = comment;
            offset += PageSize - PageOverlap;

            // Pages may be shorter than they could be (what we may not read is left out), so only the total tells the end.
            var totalNow = int.TryParse(outcome.Header("X-WP-Total"), CultureInfo.InvariantCulture, out var given) ? given : throw NotWordPress(outcome);
            if (totalNow < total)
            {
                // More may have moved than the overlap covers.
                found.Clear();
                offset = 0;
            }
            total = totalNow;
        }
        while (offset == 0 || (offset + PageOverlap < total && !(offset >= ManyComments && found.Values.Max(c => c.At) > enough)));
        return ([.. found.Values.OrderBy(c => c.At).ThenBy(c => c.Id)], siteTime.Value);
    }

    /// <summary>The comments with these ids that still exist, whatever their status.</summary>
    public async Task<IReadOnlyList<WordPressComment>> ListAsync(ImmutableArray<long> ids, CancellationToken cancellation)
    {
        var found = new List<WordPressComment>();
        foreach (var some in ids.Chunk(PageSize))
            found.AddRange((await ListAsync($"status=any&include={string.Join(',', some)}", null, cancellation)).Comments);
        return found;
    }

    public Task<HttpOutcome> GetCommentAsync(string id, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get, $"comments/{Uri.EscapeDataString(id)}?context=edit&_fields={WordPressComment.Fields}", null, cancellation);

    public Task<HttpOutcome> PostCommentAsync(long post, long parent, string content, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post, $"comments?_fields={WordPressComment.Fields}", new { post, parent, content }, cancellation);

    public T Read<T>(HttpOutcome outcome)
    {
        if (outcome.Status is HttpStatusCode.TooManyRequests)
            throw new TryLaterException(Sentence(outcome), outcome.RetryAfter);
        if (!outcome.IsSuccess)
            throw new HttpRequestException(Sentence(outcome), null, outcome.Status);
        try
        {
            return JsonSerializer.Deserialize<T>(outcome.Body, Json) ?? throw NotWordPress(outcome);
        }
        catch (JsonException)
        {
            throw NotWordPress(outcome);
        }
    }

    HttpRequestException NotWordPress(HttpOutcome outcome) =>
        new($"{options.BaseUrl} answered {(int)outcome.Status}, but not as WordPress's REST API does: {outcome.Excerpt}");

    /// <summary>The <c>code</c> of an error, for example <c>comment_flood</c>; null where WordPress itself did not answer.</summary>
    public static string? Code(HttpOutcome outcome) => Problem(outcome)?.Code;

    public string Sentence(HttpOutcome outcome) =>
        outcome.RedirectsTo is { } target ? $"{options.BaseUrl} answers with a redirect to {target}; use the address that it leads to as baseUrl."
        : Problem(outcome) is { Message: { } message } ? $"{options.BaseUrl} answered {(int)outcome.Status}: {CommentText.FromHtml(message)}"
        : $"{options.BaseUrl} answered {outcome}";

    async Task<HttpOutcome> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.BaseUrl, "wp-json/wp/v2/" + path));
        request.Headers.Authorization = credentials;
        request.Content = body is null ? null : JsonContent.Create(body);
        return await HttpOutcome.OfAsync(clients, request, time.GetUtcNow(), cancellation);
    }

    DateTimeOffset SiteTime(HttpOutcome outcome) => outcome.Headers.Date ?? time.GetUtcNow();

    static Error? Problem(HttpOutcome outcome)
    {
        try
        {
            return outcome.IsSuccess ? null : JsonSerializer.Deserialize<Error>(outcome.Body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record User([property: JsonRequired] long Id);

    sealed record Error(string? Code, string? Message);
}
