using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Escalation.Faults.Execution;

/// <summary>Calls the API as a program does that may lose the answer.</summary>
sealed class Client : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan GivesUpAfter = TimeSpan.FromMinutes(2);
    static readonly TimeSpan BeforeAgain = TimeSpan.FromMilliseconds(100);

    readonly IReadOnlyList<Replica> _replicas;
    readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience };

    public Client(IReadOnlyList<Replica> replicas)
    {
        _replicas = replicas;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Replica.AdminKey);
    }

    /// <summary>Null: no answer came back.</summary>
    public async Task<Reply?> TryAsync(int replica, HttpMethod method, string path, object? body = null, string? key = null, bool losesAnswer = false)
    {
        var asked = _replicas[replica % _replicas.Count];
        var address = losesAnswer ? new Uri($"http://127.0.0.1:{asked.LosesAnswers.Port}") : asked.Address;
        using var request = new HttpRequestMessage(method, new Uri(address, $"/api/v1/{path}")) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new Reply((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>As the plan says: at once by several callers, with the first answer lost, and again until it is answered for good.</summary>
    /// <returns>What each try was answered; null: nothing.</returns>
    public async Task<IReadOnlyList<Reply?>> SendAsync(Sending how, HttpMethod method, string path, object? body, string? key, bool mayRepeat)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, how.AtOnce).Select(n => SendOneAsync(how with { Replica = how.Replica + n }, method, path, body, key, mayRepeat)));
        return [.. all.SelectMany(replies => replies)];
    }

    async Task<List<Reply?>> SendOneAsync(Sending how, HttpMethod method, string path, object? body, string? key, bool mayRepeat)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var replies = new List<Reply?> { await TryAsync(how.Replica, method, path, body, key, how.LosesAnswer) };
        for (var n = 1; mayRepeat && replies[^1] is not { IsFinal: true } && TimeProvider.System.GetElapsedTime(begun) < GivesUpAfter; n++)
        {
            await Task.Delay(BeforeAgain, TimeProvider.System);
            replies.Add(await TryAsync(how.Replica + n, method, path, body, key));
        }
        return replies;
    }

    public void Dispose() => _http.Dispose();
}
