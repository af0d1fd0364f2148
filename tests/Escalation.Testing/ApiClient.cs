using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Escalation.Testing;

public sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, string? MediaType)
{
    /// <summary>When to come again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a problem says is wrong, as <c>path: sentence</c>.</summary>
    public IEnumerable<string> Faults =>
        Body?["errors"]?.AsObject().SelectMany(errors => errors.Value!.AsArray().Select(sentence => $"{errors.Key}: {sentence}")) ?? [];

    public override string ToString() => $"{(int)Status} {Body?.ToJsonString()}";
}

/// <summary>The HTTP API as a program uses it.</summary>
public sealed class ApiClient(Uri server, string? key) : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http => _http;

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = Request(method, path, content);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : JsonValue.Create(text), response.Content.Headers.ContentType?.MediaType) { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    /// <summary>An answer that goes on: returns as soon as it begins.</summary>
    /// <param name="after">The id of the last event that was received.</param>
    public async Task<HttpResponseMessage> StreamAsync(string path, string? after = null)
    {
        using var request = Request(HttpMethod.Get, path, null);
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}") { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    /// <summary>What must succeed in the test at hand.</summary>
    public async Task<JsonNode> DoAsync(string path, object? body = null)
    {
        var answer = await PostAsync(path, body);
        Assert.That((int)answer.Status, Is.InRange(200, 299), $"POST {path} answered {answer}");
        return answer.Body!;
    }

    public async Task<JsonNode> SeeAsync(string path)
    {
        var answer = await GetAsync(path);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), $"GET {path} answered {answer}");
        return answer.Body!;
    }

    public async Task<string> AskAsync(string channel, string id, string text, string author = "zoe", string? inReplyTo = null)
    {
        var taken = await DoAsync($"channels/{channel}/posts", new { id, text, author = new { id = author, name = author }, inReplyTo });
        return taken["conversation"]!.GetValue<string>();
    }

    public Task<JsonNode> ConversationAsync(string id) => SeeAsync($"conversations/{id}");

    /// <summary>Waits until the conversation is in the state, and returns it.</summary>
    public Task<JsonNode> InStateAsync(string id, string state) =>
        Until.SeenAsync(() => ConversationAsync(id), c => c["state"]!.GetValue<string>() == state, $"{id} {state}");

    public void Dispose() => _http.Dispose();
}
