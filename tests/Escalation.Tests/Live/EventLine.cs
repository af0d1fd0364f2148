using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using Escalation.Testing;

namespace Escalation.Tests.Live;

/// <summary>One line of <c>GET /events</c>, as a program listens to it.</summary>
sealed class EventLine : IDisposable
{
    readonly ConcurrentQueue<(string Id, string Event)> _heard = [];
    readonly HttpResponseMessage _stream;

    EventLine(HttpResponseMessage stream) => _stream = stream;

    public IReadOnlyList<(string Id, string Event)> Heard => [.. _heard];

    public static async Task<EventLine> OpenAsync(ApiClient client, string? after = null)
    {
        var line = new EventLine(await client.StreamAsync("events", after));
        _ = line.ListenAsync();
        return line;
    }

    public Task HearAsync(string what) => Until.TrueAsync(() => Task.FromResult(_heard.Any(e => e.Event == what)), $"{what} is heard");

    async Task ListenAsync()
    {
        try
        {
            await foreach (var item in SseParser.Create(await _stream.Content.ReadAsStreamAsync()).EnumerateAsync())
                _heard.Enqueue((item.EventId!, item.EventType));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The line was hung up.
        }
    }

    public void Dispose() => _stream.Dispose();
}
