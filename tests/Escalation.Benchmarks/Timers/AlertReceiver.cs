using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Escalation.Benchmarks.Timers;

/// <summary>Somebody's chat room at the other end of the alert channel: takes every message at once.</summary>
sealed class AlertReceiver : IAsyncDisposable
{
    public const string SecretVariable = "ESCALATION_BENCHMARK_SECRET";

    readonly WebApplication _app;
    readonly ConcurrentQueue<Message> _messages = [];

    AlertReceiver(WebApplication app) => _app = app;

    public sealed record Message(DateTimeOffset At, int Notices);

    public Uri Url => new($"{_app.Urls.First()}/alerts");

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<Message> Messages => _messages;

    public static async Task<AlertReceiver> StartAsync()
    {
        Environment.SetEnvironmentVariable(SecretVariable, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new AlertReceiver(builder.Build());
        receiver._app.MapPost("/alerts", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    async Task TakeAsync(HttpContext context)
    {
        var at = TimeProvider.System.GetUtcNow();
        var body = await JsonNode.ParseAsync(context.Request.Body);
        _messages.Enqueue(new(at, body!["counts"]!.AsObject().Sum(count => count.Value!.GetValue<int>())));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
