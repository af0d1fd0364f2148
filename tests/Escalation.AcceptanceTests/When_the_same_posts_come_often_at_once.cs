using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_the_same_posts_come_often_at_once(string setUp) : Journey(setUp)
{
    const int Posts = 200, Times = 20, Clients = 16;

    protected override string Organization => Sample.Organization(Receiver.Url, capacity: 1000);

    [Test]
    public async Task Each_is_one_conversation_and_one_assignment()
    {
        var storm = Enumerable.Range(0, Posts * Times).Select(i => i % Posts).ToArray();
        Random.Shared.Shuffle(storm);
        var results = new System.Collections.Concurrent.ConcurrentBag<(int Post, string Conversation)>();
        await Parallel.ForEachAsync(storm, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (post, _) =>
            results.Add((post, await Api.AskAsync(Sample.Channel, $"p{post}", "My invoice is wrong", author: $"asker{post}"))));

        Assert.That(results.Distinct().Count(), Is.EqualTo(Posts), "the same post always gives the same conversation");
        await Until.TrueAsync(async () => (await AllAsync("conversations?state=assigned")).Count == Posts, "all are assigned", TimeSpan.FromMinutes(2));
        Assert.That(await AllAsync("conversations"), Has.Count.EqualTo(Posts));

        var assignments = 0;
        foreach (var conversation in results.Select(r => r.Conversation).Distinct())
            assignments += (await Api.ConversationAsync(conversation))["timeline"]!.AsArray().Count(e => e!["event"]!.GetValue<string>() == "assigned");
        Assert.That(assignments, Is.EqualTo(Posts));
    }

    async Task<List<string>> AllAsync(string path)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = await Api.SeeAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit=200&after={next}");
            ids.AddRange(page["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return ids;
    }
}
