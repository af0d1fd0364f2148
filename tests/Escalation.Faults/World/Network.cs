using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Escalation.Faults.World;

/// <summary>What a network does with one try to deliver an answer.</summary>
enum Reaction
{
    Take,
    /// <summary>The answer is taken and the connection broken off before it is said.</summary>
    TakeInSilence,
    /// <summary>Longer than a lease.</summary>
    TakeLate,
    Refuse,
    RefuseLate,
    Limit,
    Unavailable,
    BreakOff,
}

/// <param name="Post">Its name: the first word of its text.</param>
/// <param name="WebhookId">By which the network knows repeated tries.</param>
/// <param name="Did">What came of it; null: the caller was gone by then.</param>
sealed record Call(string Post, string WebhookId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, Reaction Did);

/// <summary>The far end of the channel. Takes each answer once by its webhook-id, and otherwise does what the schedule says of each try.</summary>
sealed class Network : IAsyncDisposable
{
    static readonly TimeSpan Late = TimeSpan.FromSeconds(3.6);

    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, IReadOnlyList<Reaction>> _reactions = [];
    readonly ConcurrentDictionary<string, int> _tries = [];
    readonly ConcurrentDictionary<string, string> _taken = [];
    readonly ConcurrentQueue<Call> _calls = [];

    Network(WebApplication app) => _app = app;

    public Uri AnswerUrl { get; private set; } = null!;

    /// <summary>The names of what it took, by webhook-id.</summary>
    public IReadOnlyDictionary<string, string> Taken => _taken;

    public IReadOnlyCollection<Call> Calls => _calls;

    /// <summary>The faults are over: nothing is late any more, and what was to fail succeeds.</summary>
    public bool IsPatient { get; set; }

    public static async Task<Network> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var network = new Network(builder.Build());
        network._app.MapPost("/answers", network.TakeAsync);
        await network._app.StartAsync();
        network.AnswerUrl = new Uri(new Uri(network._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "answers");
        return network;
    }

    /// <param name="tries">For the first try, the second … What is not said is taken.</param>
    public void React(string post, IReadOnlyList<Reaction> tries) => _reactions[post] = tries;

    async Task TakeAsync(HttpContext context)
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var post = body["text"]!.GetValue<string>().Split(' ')[0];
        var id = context.Request.Headers["webhook-id"].ToString();
        var number = _tries.AddOrUpdate(post, 1, (_, tries) => tries + 1);
        var reaction = _reactions.TryGetValue(post, out var planned) && number <= planned.Count ? planned[number - 1] : Reaction.Take;
        if (IsPatient && reaction is not (Reaction.Refuse or Reaction.RefuseLate))
            reaction = Reaction.Take;
        await ReactAsync(context, reaction, id, post);
        _calls.Enqueue(new Call(post, id, startedAt, TimeProvider.System.GetUtcNow(), reaction));
    }

    async Task ReactAsync(HttpContext context, Reaction reaction, string id, string post)
    {
        if (reaction is Reaction.TakeLate or Reaction.RefuseLate && !IsPatient)
            await Task.Delay(Late, TimeProvider.System);
        // What it has it does not refuse.
        if (reaction is Reaction.Take or Reaction.TakeInSilence or Reaction.TakeLate)
            _taken.TryAdd(id, post);
        switch (reaction)
        {
            case Reaction.TakeInSilence or Reaction.BreakOff:
                context.Abort();
                break;
            case Reaction.Refuse or Reaction.RefuseLate:
                await Results.Text("The text is not allowed here.", statusCode: 400).ExecuteAsync(context);
                break;
            case Reaction.Limit:
                context.Response.Headers.RetryAfter = "1";
                await Results.Text("Slower, please.", statusCode: 429).ExecuteAsync(context);
                break;
            case Reaction.Unavailable:
                await Results.Text("Later, please.", statusCode: 503).ExecuteAsync(context);
                break;
            default:
                await Results.Ok(new { id = post }).ExecuteAsync(context);
                break;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
