using System.Text.Json.Nodes;
using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Page after page, each row comes exactly once, also where many fall due at one instant or none at all.</summary>
public sealed class When_lists_are_paged : OneService
{
    const int Rows = 250;

    static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>In tens that fall due at the same instant; every third row is never due.</summary>
    readonly List<(Guid Id, DateTimeOffset? Due)> _conversations =
        [.. Enumerable.Range(0, Rows).Select(i => (Guid.NewGuid(), i % 3 == 0 ? (DateTimeOffset?)null : Start.AddMinutes(i / 10)))];

    [OneTimeSetUp]
    public Task FillAsync() => Service.Services.GetRequiredService<Database>().WriteAsync(db =>
    {
        for (var i = 0; i < Rows; i++)
        {
            Fill(db, i);
            db.Raise(OrganizationFile.Empty, AlertKinds.Uncovered, Start.AddMinutes(i / 10), $"Alert {i}");
        }
        return Task.CompletedTask;
    });

    void Fill(EscalationDb db, int i)
    {
        var (id, due) = _conversations[i];
        db.Conversations.Add(new Conversation
        {
            Id = id,
            Channel = Sample.Channel,
            Network = "webhook",
            AuthorId = "zoe",
            AuthorName = "Zoe",
            State = i % 2 == 0 ? ConversationState.Answered : ConversationState.Closed,
            Topic = i % 5 == 0 ? "billing" : "delivery",
            Expert = i % 7 == 0 ? "ann" : "bob",
            NextDueAt = due,
            Breached = i % 4 == 0,
            CreatedAt = Start,
        });
        db.Posts.Add(new Post { Id = Guid.NewGuid(), ConversationId = id, Channel = Sample.Channel, NetworkId = $"p{i}", AuthorId = "zoe", AuthorName = "Zoe", Text = $"Question N{i % 11} 100% sure_", ReceivedAt = Start });
        db.Deadlines.Add(new Deadline { Id = Guid.NewGuid(), ConversationId = id, Target = Targets.FirstResponse, StartedAt = Start, DueAt = Start, State = i % 4 == 0 ? DeadlineState.Breached : DeadlineState.Met });
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(50)]
    [TestCase(200)]
    public async Task Each_conversation_comes_once_and_in_order(int limit)
    {
        var items = await AllAsync("conversations", $"limit={limit}", limit);
        Assert.That(items.Select(Id), Is.EquivalentTo(_conversations.Select(c => c.Id)));
        var dues = items.ConvertAll(item => item["nextDueAt"]?.GetValue<DateTimeOffset>() ?? DateTimeOffset.MaxValue);
        Assert.That(dues, Is.Ordered);
        Assert.That(items, Has.All.Matches<JsonNode>(item => item["deadlines"]!.AsArray().Count == 1));
    }

    [TestCase("state=closed", 2, 1)]
    [TestCase("topic=billing", 5, 0)]
    [TestCase("expert=ann", 7, 0)]
    [TestCase("breached=true", 4, 0)]
    [TestCase("search=question%20n3%20", 11, 3)]
    public async Task A_filter_lets_through_what_it_says(string filter, int every, int from)
    {
        var items = await AllAsync("conversations", $"{filter}&limit=9", 9);
        Assert.That(items.Select(Id), Is.EquivalentTo(_conversations.Where((_, i) => i % every == from).Select(c => c.Id)));
    }

    [Test]
    public async Task Not_breached_is_the_rest()
    {
        var items = await AllAsync("conversations", "breached=false&limit=40", 40);
        Assert.That(items.Select(Id), Is.EquivalentTo(_conversations.Where((_, i) => i % 4 != 0).Select(c => c.Id)));
    }

    [TestCase("state=answered&topic=billing&expert=ann&breached=true&search=question", 4 * 5 * 7)]
    [TestCase("search=100%25", 1)]
    [TestCase("search=n%25sure", Rows + 1)]
    public async Task Filters_go_together_and_a_search_takes_its_words_as_they_are(string filter, int every)
    {
        var items = await AllAsync("conversations", filter, 50);
        Assert.That(items, Has.Count.EqualTo(every > Rows ? 0 : (Rows + every - 1) / every));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(200)]
    public async Task Each_alert_comes_once_the_newest_first(int limit)
    {
        var items = await AllAsync("alerts", $"limit={limit}", limit);
        Assert.That(items.Select(item => item["text"]!.GetValue<string>()), Is.EquivalentTo(Enumerable.Range(0, Rows).Select(i => $"Alert {i}")));
        Assert.That(items.ConvertAll(item => item["at"]!.GetValue<DateTimeOffset>()), Is.Ordered.Descending);
    }

    [Test]
    public async Task Without_a_limit_there_are_fifty_and_never_more_than_two_hundred()
    {
        Assert.That((await Api.SeeAsync("conversations"))["items"]!.AsArray(), Has.Count.EqualTo(50));
        Assert.That((await Api.SeeAsync("conversations?limit=1000"))["items"]!.AsArray(), Has.Count.EqualTo(200));
        Assert.That((await Api.SeeAsync("alerts?limit=1000"))["items"]!.AsArray(), Has.Count.EqualTo(200));
    }

    async Task<List<JsonNode>> AllAsync(string list, string query, int limit)
    {
        var all = new List<JsonNode>();
        for (string? after = ""; after is not null;)
        {
            var page = await Api.SeeAsync($"{list}?{query}&after={after}");
            var items = page["items"]!.AsArray();
            after = page["next"]?.GetValue<string>();
            Assert.That(after is null || items.Count == limit, "a page that is not the last is full");
            all.AddRange(items!);
        }
        return all;
    }

    static Guid Id(JsonNode item) => item["id"]!.GetValue<Guid>();
}
