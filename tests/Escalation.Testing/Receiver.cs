using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Escalation.Connectors.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace Escalation.Testing;

/// <summary>
/// Somebody's system at the other end of the <c>webhook</c> network: checks signatures, keeps answers, and deduplicates by
/// <c>webhook-id</c> as the contract asks of a receiver. Beside it a chat room, as alert channels of kind <c>slack</c> post to.
/// </summary>
public sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, JsonNode> _answers = [];
    readonly ConcurrentQueue<string> _tries = [];
    readonly ConcurrentQueue<string> _chat = [];
    readonly StandardWebhookSignature _signature = new(Secret);

    Receiver(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;
    public Uri ChatUrl => new(Url, "chat/T0SECRET");

    /// <summary>What was said in the chat room.</summary>
    public IReadOnlyCollection<string> Chat => _chat;

    /// <summary>The answers that arrived, by webhook-id.</summary>
    public IReadOnlyDictionary<string, JsonNode> Answers => _answers;

    /// <summary>The webhook-id of every call, repeated ones too.</summary>
    public IReadOnlyCollection<string> Tries => _tries;

    /// <summary>Set to answer otherwise than by taking it: given the number of the try, from 1.</summary>
    public Func<int, IResult?> Answer { get; set; } = _ => null;

    public static async Task<Receiver> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost("/answers", context => receiver.TakeAsync(context, time ?? TimeProvider.System));
        receiver._app.MapPost("/chat/T0SECRET", (JsonObject said) => receiver._chat.Enqueue(said.Single(field => field.Key == "text").Value!.GetValue<string>()));
        await receiver._app.StartAsync();
        receiver.Url = new Uri(new Uri(receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "answers");
        return receiver;
    }

    async Task TakeAsync(HttpContext context, TimeProvider time)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (_signature.WhyRefused(headers, body.ToArray(), time.GetUtcNow()) is { } refusal)
        {
            await Results.Problem(refusal, statusCode: 401).ExecuteAsync(context);
            return;
        }
        var id = headers["webhook-id"];
        _tries.Enqueue(id);
        if (Answer(_tries.Count) is { } other)
        {
            await other.ExecuteAsync(context);
            return;
        }
        _answers.TryAdd(id, JsonNode.Parse(body.ToArray())!);
        await Results.Ok(new { id = $"reply-{id}", url = $"https://network.example/{id}" }).ExecuteAsync(context);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
