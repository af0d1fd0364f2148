using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Escalation.Tests.Storage;

enum Expected
{
    Done,
    Refused,
    /// <summary>A small write may still find room.</summary>
    Either,
}

/// <summary>
/// A service with work in flight, what is asked of it while something is away, and what has to be true soon after: within
/// <see cref="Recovery"/>, all of it together. How long it lasts: <c>ESCALATION_TEST_OUTAGE</c>.
/// </summary>
sealed class Outage : IAsyncDisposable
{
    static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15), Pace = TimeSpan.FromSeconds(1);

    /// <summary>So that deadlines fall due in it.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    const string Quick = """{ "name": "quick", "when": { "topics": ["delivery"] }, "targets": { "firstResponse": "00:00:02" } }""";

    readonly ManualResetEventSlim _receives = new(initialState: true);
    readonly LogLines _log = new();
    readonly ConcurrentDictionary<string, string> _taken = [];
    readonly HashSet<string> _answers = [];
    TestService _service = null!;
    Receiver _receiver = null!;
    string _accepted = "", _answered = "", _late = "", _read = "";
    string? _refused;
    int _asked, _linesBefore, _calls, _refusals;
    long _memoryBefore, _slowest;

    public static TimeSpan Lasts => TimeSpan.Parse(Environment.GetEnvironmentVariable("ESCALATION_TEST_OUTAGE") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Every call is answered within it.</summary>
    public TimeSpan Soon { get; private init; }

    ApiClient Admin => _service.Admin;

    public static async Task<Outage> StartAsync(SetUp setUp, Action<WebApplicationBuilder>? configure = null, TimeSpan? soon = null)
    {
        var outage = new Outage { _receiver = await Receiver.StartAsync(), Soon = soon ?? TimeSpan.FromSeconds(20) };
        outage._receiver.Answer = _ =>
        {
            outage._receives.Wait(TimeSpan.FromSeconds(20));
            return null;
        };
        var organization = JsonNode.Parse(Sample.Organization(outage._receiver.Url, capacity: 1_000))!;
        organization["slaPolicies"]!.AsArray().Insert(0, JsonNode.Parse(Quick));
        outage._service = await TestService.StartAsync(setUp, organization.ToJsonString(), configure: builder =>
        {
            builder.Logging.AddProvider(outage._log);
            configure?.Invoke(builder);
        });
        return outage;
    }

    /// <summary>Ends with messages on the bus, an answer on its way and a deadline about to fall due.</summary>
    public async Task BeginAsync()
    {
        (_accepted, _answered, _read) = (await AskAsync(), await AskAsync(), await AskAsync());
        var onItsWay = await AskAsync();
        foreach (var conversation in (string[])[_accepted, _answered, onItsWay])
            await Admin.InStateAsync(conversation, "assigned");
        (_memoryBefore, _linesBefore) = (GC.GetTotalMemory(forceFullCollection: true), _log.All.Count);

        _receives.Reset();
        await AnswerAsync(onItsWay);
        await Until.TrueAsync(() => Task.FromResult(_receiver.Tries.Count > 0), "the answer is on its way");
        _late = await AskAsync("Where is my parcel?");
        await Admin.InStateAsync(_late, "assigned");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync()));
    }

    /// <summary>Fills what is to be full; the answer that ended it.</summary>
    public async Task<ApiAnswer> PostUntilRefusedAsync(int length)
    {
        for (; ; )
        {
            var id = NextId();
            var answer = await PostAsync(id, "My invoice is wrong. " + new string('x', length));
            if ((int)answer.Status != 202)
                return answer;
            _taken[id] = answer.Body!["conversation"]!.GetValue<string>();
        }
    }

    /// <summary>Calls everything, every second, as long as it lasts.</summary>
    public async Task LastAsync(TimeSpan lasts, Expected writes, Expected reads, string? why, int readyStatus, string? readyWhy = null)
    {
        _receives.Set();
        using var stranger = new ApiClient(_service.Address, key: null);
        var begun = Stopwatch.GetTimestamp();
        Func<Task>[] all =
        [
            async () => await PostOnceAsync(writes, why),
            async () => Expect(await TimedAsync(Admin.PostAsync($"conversations/{_accepted}/accept", new { by = "ann" })), writes, why),
            async () => await AnswerAsync(_answered, writes, why),
            async () => Expect(await TimedAsync(Admin.GetAsync($"conversations/{_read}")), reads, why),
            async () => Expect(await TimedAsync(Admin.GetAsync("conversations")), reads, why),
            async () => Assert.That((int)(await TimedAsync(stranger.GetAsync("/health/live"))).Status, Is.EqualTo(200)),
            async () => Assert.That((int)(await TimedAsync(Admin.GetAsync("/health/live"))).Status, Is.EqualTo(200)),
            async () => await ReadyAsync(stranger, begun, readyWhy ?? why, readyStatus),
            async () => await ReadyAsync(Admin, begun, readyWhy ?? why, readyStatus),
        ];
        await Task.WhenAll(all.Select(async call =>
        {
            do
            {
                await call();
                await Task.Delay(Pace, TimeProvider.System);
            }
            while (Stopwatch.GetElapsedTime(begun) < (lasts > Shortest ? lasts : Shortest));
        }));
        TestContext.Out.WriteLine($"lasted {Stopwatch.GetElapsedTime(begun)}: {_calls} calls, {_refusals} of them refused, the slowest {Stopwatch.GetElapsedTime(0, _slowest).TotalSeconds:0.0} s, {_log.All.Count - _linesBefore} log lines, memory {Memory():+0.0;-0.0} MB");
        Assert.That(_log.All.Count - _linesBefore, Is.LessThan(300 + 40 * lasts.TotalMinutes), "log lines");
        Assert.That(Memory(), Is.LessThan(100), "MB");
    }

    /// <summary>Called at once when it is over.</summary>
    public async Task IsNormalAsync()
    {
        var over = Stopwatch.GetTimestamp();
        if (_refused is { } id)
            await Until.TrueAsync(async () => await TakenAsync(id), "what was refused is taken", Left());
        TestContext.Out.WriteLine($"posts are taken after {Seconds()}");
        await Until.TrueAsync(async () => (await Admin.GetAsync("/health/ready")).Body!["status"]!.GetValue<string>() == "Healthy", "it is ready", Left());
        TestContext.Out.WriteLine($"ready after {Seconds()}");
        await AnswerAsync(_answered);
        await AskAsync();
        // The rest of what was acknowledged is in no other state.
        await Until.SeenAsync(UnroutedAsync, unrouted => unrouted.Count == 0, "what was acknowledged is routed", Left());
        TestContext.Out.WriteLine($"{_taken.Count} posts are routed after {Seconds()}");
        var late = await Until.SeenAsync(() => Admin.ConversationAsync(_late), c => c["deadlines"]!.AsArray().Any(IsBreached), "the deadline is judged", Left());
        Assert.That(late["deadlines"]!.AsArray().Count(IsBreached), Is.EqualTo(1));
        await Until.TrueAsync(async () => await _service.Services.GetRequiredService<Database>().ReadAsync(db => db.Answers.AllAsync(a => a.DeliveredAt != null)), "answers are delivered", Left());
        Assert.That(_receiver.Answers.Keys, Is.EquivalentTo(_answers), "each once");
        await Until.TrueAsync(async () => await _service.Services.GetRequiredService<Database>().ReadAsync(db => db.Outbox.CountAsync()) == 0, "no message waits", Left());
        TestContext.Out.WriteLine($"normal after {Seconds()}, {_log.All.Count - _linesBefore} log lines, memory {Memory():+0.0;-0.0} MB");

        Assert.That(Stopwatch.GetElapsedTime(over), Is.LessThan(Recovery), "until all is normal");
        Assert.That(_log.All, Has.None.Contains("failed for good").And.None.Contains("set aside"));
        var holds = await _service.Services.GetRequiredService<Database>().ReadAsync(db => db.Conversations.CountAsync(c => c.State == ConversationState.Assigned || c.State == ConversationState.Accepted));
        Assert.That(holds, Is.EqualTo(_taken.Count - _answers.Count), "what was answered takes no place");

        TimeSpan Left() => Recovery - Stopwatch.GetElapsedTime(over) is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        string Seconds() => $"{Stopwatch.GetElapsedTime(over).TotalSeconds:0.0} s";
    }

    /// <summary>Of what was acknowledged, in one query: by as many calls of the API as there are conversations it would be the looking that takes the time.</summary>
    async Task<List<string>> UnroutedAsync()
    {
        var routed = await _service.Services.GetRequiredService<Database>().ReadAsync(db => db.Conversations
            .Where(c => c.State == ConversationState.Assigned || c.State == ConversationState.Answered).Select(c => c.Id).ToListAsync());
        return [.. _taken.Values.Distinct().Where(c => c != _accepted).Except(routed.Select(id => $"{id}"))];
    }

    static bool IsBreached(JsonNode? deadline) => deadline!["state"]!.GetValue<string>().Equals("breached", StringComparison.OrdinalIgnoreCase);

    double Memory() => (GC.GetTotalMemory(forceFullCollection: true) - _memoryBefore) / 1e6;

    string NextId() => $"p{Interlocked.Increment(ref _asked)}";

    Task<ApiAnswer> PostAsync(string id, string text = "My invoice is wrong") =>
        Admin.PostAsync($"channels/{Sample.Channel}/posts", new { id, text, author = new { id = $"u-{id}", name = "Zoe" } });

    async Task<string> AskAsync(string text = "My invoice is wrong")
    {
        var id = NextId();
        var answer = await PostAsync(id, text);
        Assert.That((int)answer.Status, Is.EqualTo(202), answer.ToString());
        return _taken[id] = answer.Body!["conversation"]!.GetValue<string>();
    }

    /// <summary>As a network does it: what is refused comes again.</summary>
    async Task PostOnceAsync(Expected expected, string? why)
    {
        var id = _refused ?? NextId();
        var answer = await TimedAsync(PostAsync(id));
        Expect(answer, expected, why);
        if ((int)answer.Status == 202)
            _taken[id] = answer.Body!["conversation"]!.GetValue<string>();
        _refused = (int)answer.Status == 202 ? null : id;
    }

    async Task<bool> TakenAsync(string id)
    {
        var answer = await PostAsync(id);
        if ((int)answer.Status == 202)
            _taken[id] = answer.Body!["conversation"]!.GetValue<string>();
        return (int)answer.Status == 202;
    }

    async Task AnswerAsync(string conversation, Expected expected = Expected.Done, string? why = null)
    {
        using var content = JsonContent.Create(new { text = "We are looking into it.", by = "ann" });
        content.Headers.Add("Idempotency-Key", $"answer-{conversation}");
        var answer = await TimedAsync(Admin.SendAsync(HttpMethod.Post, $"conversations/{conversation}/answers", content));
        Expect(answer, expected, why);
        if ((int)answer.Status == 202)
            _answers.Add($"msg_{Guid.Parse(answer.Body!["answer"]!.GetValue<string>()):N}");
    }

    async Task<ApiAnswer> TimedAsync(Task<ApiAnswer> call, [CallerArgumentExpression(nameof(call))] string? what = null)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await call;
        var took = Stopwatch.GetTimestamp() - begun;
        Interlocked.Increment(ref _calls);
        if (answer.RetryAfter is not null)
            Interlocked.Increment(ref _refusals);
        InterlockedMax(ref _slowest, took);
        Assert.That(Stopwatch.GetElapsedTime(0, took), Is.LessThan(Soon), $"{what}: {answer}");
        return answer;
    }

    static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    static void Expect(ApiAnswer answer, Expected expected, string? why)
    {
        if (expected == Expected.Done || expected == Expected.Either && (int)answer.Status != 503)
        {
            Assert.That((int)answer.Status, Is.InRange(200, 299), answer.ToString());
            return;
        }
        Assert.That(((int)answer.Status, answer.MediaType, answer.RetryAfter), Is.EqualTo((503, "application/problem+json", (TimeSpan?)TimeSpan.FromSeconds(5))), answer.ToString());
        Assert.That(answer.Body!["detail"]!.GetValue<string>(), Does.Contain(why).And.EndWith("."));
    }

    /// <summary>With a key as without one.</summary>
    async Task ReadyAsync(ApiClient monitor, long begun, string? why, int status)
    {
        var ready = await TimedAsync(monitor.GetAsync("/health/ready"));
        // It looks once a second, for two seconds at most.
        if (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10) && (int)ready.Status != status | !ready.ToString().Contains(why!))
            return;
        Assert.That((int)ready.Status, Is.EqualTo(status), ready.ToString());
        Assert.That(ready.Body!["checks"]!.AsObject().Select(check => check.Value!["description"]?.GetValue<string>() ?? ""), Has.Some.Contains(why).And.Some.EndsWith("."));
    }

    public async ValueTask DisposeAsync()
    {
        _receives.Set();
        if (_service is not null)
            await _service.StopAsync();
        await _receiver.DisposeAsync();
        _receives.Dispose();
    }
}
