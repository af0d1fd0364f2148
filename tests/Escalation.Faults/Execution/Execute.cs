using System.Collections.Concurrent;

namespace Escalation.Faults.Execution;

/// <summary>Does what a plan says, each thing at its time, and keeps what callers were told.</summary>
/// <param name="prefix">Of every name in this run, so that runs on one database keep apart.</param>
sealed class Execute(Surroundings surroundings, Client client, Plan plan, string prefix)
{
    readonly ConcurrentQueue<Sent> _sent = [];
    readonly ConcurrentDictionary<string, string> _conversations = [];
    readonly ConcurrentDictionary<string, string> _answers = [];

    public async Task<IReadOnlyList<Sent>> RunAsync()
    {
        surroundings.Network.IsPatient = false;
        foreach (var (answer, reactions) in plan.Reactions)
            surroundings.Network.React(prefix + answer, reactions);
        var start = TimeProvider.System.GetTimestamp();
        var faults = new Inflict(surroundings);
        await Task.WhenAll(plan.Actions.Select(async action =>
        {
            if (action.At - TimeProvider.System.GetElapsedTime(start) is { Ticks: > 0 } wait)
                await Task.Delay(wait, TimeProvider.System);
            await (action switch
            {
                SendPost post => SendAsync(post),
                EditPost edit => ReviseAsync(edit, HttpMethod.Put, edit.Name, edit.How, Body(edit.Name, edit.Author, edit.Text, null)),
                DeletePost delete => ReviseAsync(delete, HttpMethod.Delete, delete.Name, delete.How, null),
                Command command => DoAsync(command),
                AnswerCommand command => DoAsync(command),
                ApplyOrganization apply => ApplyAsync(apply),
                _ => faults.DoAsync(action),
            });
        }));
        return [.. _sent];
    }

    async Task SendAsync(SendPost post)
    {
        var from = Now();
        var replies = await client.SendAsync(post.How, HttpMethod.Post, $"channels/{Organizations.Channel}/posts", Body(post.Name, post.Author, post.Text, post.ReplyTo), key: null, mayRepeat: true);
        var conversation = replies.Select(r => r?.Body?["conversation"]?.GetValue<string>()).FirstOrDefault(c => c is not null);
        if (conversation is not null)
            _conversations[post.Name] = conversation;
        _sent.Enqueue(new Sent(post, post.Author, conversation, from, Now(), replies));
    }

    object Body(string name, string author, string text, string? replyTo) => new
    {
        id = prefix + name,
        text,
        author = new { id = prefix + author, name = author },
        inReplyTo = replyTo is null ? null : prefix + replyTo,
    };

    async Task ReviseAsync(Planned action, HttpMethod method, string name, Sending how, object? body)
    {
        var from = Now();
        var replies = await client.SendAsync(how, method, $"channels/{Organizations.Channel}/posts/{prefix}{name}", body, key: null, mayRepeat: true);
        _sent.Enqueue(new Sent(action, null, null, from, Now(), replies));
    }

    async Task DoAsync(Command command)
    {
        if (await KnownAsync(_conversations, command.Post) is not { } conversation)
            return;
        var by = command.By ?? await HolderAsync(command.How.Replica, conversation);
        var target = command.Verb == "merge" ? await KnownAsync(_conversations, command.Argument!) : null;
        if (command.Verb == "merge" && target is null)
            return;
        var from = Now();
        var (path, body) = CommandBodies.Of(command, by, target, prefix);
        // The same text again by the same person is the same answer, with a key or without.
        var mayRepeat = command.WithKey || path == "answers";
        var key = command.WithKey ? $"{prefix}{command.Verb}-{command.Post}-{command.At.Ticks}" : null;
        if (command is { How.OfCommit: not Loss.Nothing, Argument: not null, Verb: not "merge" })
            surroundings.Replicas[command.How.Replica].Database?.Losses.LoseCommitOf(prefix + command.Argument, command.How.OfCommit);
        var replies = await client.SendAsync(command.How, HttpMethod.Post, $"conversations/{conversation}/{path}", body, key, mayRepeat);
        if (replies.Select(r => r?.Body?["answer"]?.GetValue<string>()).FirstOrDefault(a => a is not null) is { } answer)
            _answers[command.Argument!] = answer;
        _sent.Enqueue(new Sent(command, by, conversation, from, Now(), replies));
    }

    async Task DoAsync(AnswerCommand command)
    {
        if (await KnownAsync(_answers, command.Answer) is not { } answer)
            return;
        var from = Now();
        var replies = await client.SendAsync(command.How, HttpMethod.Post, $"answers/{answer}/{command.Verb}", new { by = command.By }, $"{prefix}{command.Verb}-{command.Answer}", mayRepeat: true);
        _sent.Enqueue(new Sent(command, command.By, answer, from, Now(), replies));
    }

    async Task ApplyAsync(ApplyOrganization apply)
    {
        var from = Now();
        var file = System.Text.Json.Nodes.JsonNode.Parse(Organizations.Json(apply.Variant, surroundings.Network.AnswerUrl));
        var replies = await client.SendAsync(apply.How, HttpMethod.Put, "organization", file, key: null, mayRepeat: true);
        _sent.Enqueue(new Sent(apply, null, null, from, Now(), replies));
    }

    async Task<string> HolderAsync(int replica, string conversation)
    {
        var seen = await client.TryAsync(replica, HttpMethod.Get, $"conversations/{conversation}");
        return seen?.Body?["expert"]?.GetValue<string>() ?? Organizations.Experts[0];
    }

    /// <summary>What another caller of the plan learns when it is answered; null: it takes too long.</summary>
    static async Task<string?> KnownAsync(ConcurrentDictionary<string, string> from, string name)
    {
        for (var n = 0; n < 50; n++)
        {
            if (from.TryGetValue(name, out var known))
                return known;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        return null;
    }

    static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
