using Escalation.Testing;

namespace Escalation.Faults.Execution;

/// <summary>Runs seeds one after the other on processes that stay up in between.</summary>
sealed class SeedRuns : IAsyncDisposable
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    readonly Surroundings _surroundings;
    readonly Client _client;
    int _runs;

    SeedRuns(Surroundings surroundings) => (_surroundings, _client) = (surroundings, new Client(surroundings.Replicas));

    public static async Task<SeedRuns> StartAsync(string setUp)
    {
        var runs = new SeedRuns(await Surroundings.StartAsync(setUp));
        // What a process does for the first time is slow; the schedules are for processes that run already.
        await runs.RunAsync(MakePlan.Calm(setUp));
        return runs;
    }

    /// <returns>What is broken, with all that is needed to see it again; null: nothing is.</returns>
    public Task<string?> RunAsync(int seed) => RunAsync(MakePlan.Of(_surroundings.Kind, seed));

    async Task<string?> RunAsync(Plan plan)
    {
        var prefix = $"s{plan.Seed}r{++_runs}-";
        var deadlocks = (await Snapshot.ReadAsync(_surroundings.Rows, prefix)).Deadlocks;
        var begun = TimeProvider.System.GetTimestamp();
        var sent = await new Execute(_surroundings, _client, plan, prefix).RunAsync();
        var executed = TimeProvider.System.GetElapsedTime(begun);
        await _surroundings.MendAsync();
        var judge = new Judge(_surroundings, plan, prefix, sent, deadlocks);
        var broken = await judge.LookAsync();
        var judged = TimeProvider.System.GetElapsedTime(begun);
        await TidyAsync(prefix, plan);
        Timing = $"{executed.TotalSeconds:0.0} s played, {judged.TotalSeconds - executed.TotalSeconds:0.0} s until quiet and checked, {sent.Count} calls, the slowest of {sent.Select(s => (s.To - s.From).TotalSeconds).DefaultIfEmpty().Max():0.0} s{(judged - executed > Long ? $", waited for: {judge.WaitedFor}" : "")}";
        return broken.Count == 0 ? null : Report(plan, broken, sent);
    }

    public string Timing { get; private set; } = "";

    /// <summary>Nothing of this run keeps an expert's place or a promise in the next one.</summary>
    async Task TidyAsync(string prefix, Plan plan)
    {
        var rows = await Snapshot.ReadAsync(_surroundings.Rows, prefix);
        var nobody = new Sending(0);
        await Parallel.ForEachAsync(rows.Conversations.Where(c => c.Text("state") != "Closed"), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (c, _) =>
            await _client.SendAsync(nobody, HttpMethod.Post, $"conversations/{c.Id()}/close", new { by = Organizations.Manager, reason = "abandoned" }, key: null, mayRepeat: true));
        if (plan.Actions.OfType<ApplyOrganization>().Any())
            await _client.SendAsync(nobody, HttpMethod.Put, "organization", System.Text.Json.Nodes.JsonNode.Parse(Organizations.Json(Organizations.Variants[0], _surroundings.Network.AnswerUrl)), key: null, mayRepeat: true);
    }

    static string Report(Plan plan, IReadOnlyList<string> broken, IReadOnlyList<Sent> sent) => $"""
        Seed {plan.Seed} on {plan.SetUp} breaks an invariant:
        {string.Join(Environment.NewLine, broken.Select(b => "- " + b))}

        Again: tests/faults --setup {(plan.SetUp == SetUp.Servers ? "servers" : "embedded")} --seeds {plan.Seed}

        What was planned:
        {plan}
        What callers were told:
        {string.Join(Environment.NewLine, sent.OrderBy(s => s.From).Select(s => "  " + s))}
        """;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _surroundings.DisposeAsync();
    }
}
