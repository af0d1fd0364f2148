using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Questions;

/// <summary>In whatever order a thread's posts, edits and deletions come in, and however often: it ends as one conversation with the same texts.</summary>
public class IntakeProperties
{
    const ulong Seed = 20261125, Gamma = 1;
    const int Cases = 60;

    /// <summary>By Zoe, who asks; Max, who replies to her; and us. Yan asks something else.</summary>
    static readonly InboundPost[] Thread =
    [
        Some.Post("q", "Where is my invoice?"),
        Some.Post("r1", "Mine, too", "max", inReplyTo: "q"),
        Some.Post("r2", "Still not there", inReplyTo: "r1"),
        Some.Post("r3", "And mine", "yan", inReplyTo: "q"),
        Some.Post("o1", "We look into it", "us", inReplyTo: "q") with { Ours = true },
        Some.Post("o2", "It was sent", "us", inReplyTo: "o1") with { Ours = true },
        Some.Post("r4", "Thanks", inReplyTo: "o2"),
        Some.Post("r1", "Mine as well", "max", inReplyTo: "q") with { EditedAt = Some.Monday.AddMinutes(1) },
        Some.Post("r1", "Mine as well!", "max", inReplyTo: "q") with { EditedAt = Some.Monday.AddMinutes(2) },
        new("r2", "", new("", ""), DeletedAt: Some.Monday),
        new("o1", "", new("", ""), DeletedAt: Some.Monday),
        Some.Post("other", "Do you ship to Ghent?", "yan"),
    ];

    static readonly (string, string)[] Texts =
    [
        ("o1", ""), ("o2", "It was sent"), ("other", "Do you ship to Ghent?"), ("q", "Where is my invoice?"),
        ("r1", "Mine as well!"), ("r2", ""), ("r3", "And mine"), ("r4", "Thanks"),
    ];

    [Test]
    public void Any_order_and_repetition_ends_in_the_same_conversations_and_texts()
    {
        var orders = Gen.Shuffle(Enumerable.Range(0, Thread.Length).Concat([0, 1, 2, 4, 8, 9]).ToArray());
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(Seed, Gamma).WithQuietOnSuccess(true),
            Prop.ForAll(orders.ToArbitrary(), order => HoldsAsync(order).GetAwaiter().GetResult()));
    }

    static async Task HoldsAsync(int[] order)
    {
        await using var store = await Store.NewAsync();
        var receive = new Receiving(store);
        foreach (var i in order)
        {
            await receive.PostAsync(Thread[i]);
            store.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var posts = (await store.AllAsync<Post>()).OrderBy(p => p.NetworkId, StringComparer.Ordinal).ToList();
        var conversations = await store.AllAsync<Conversation>();
        var found = (await store.AllAsync<SearchText>()).ToDictionary(s => s.SourceId, s => s.ConversationId);
        var thread = posts.Single(p => p.NetworkId == "q").ConversationId;
        Assert.Multiple(() =>
        {
            Assert.That(posts.Select(p => (p.NetworkId, p.Text)), Is.EqualTo(Texts));
            Assert.That(posts.Where(p => p.NetworkId != "other").Select(p => p.ConversationId), Is.All.EqualTo(thread));
            Assert.That(posts.Where(p => p.Text != "").Select(p => found[p.Id]), Is.EqualTo(posts.Where(p => p.Text != "").Select(p => p.ConversationId)), "where a search finds them");
            Assert.That(posts.Where(p => p.ByAsker && p.DeletedAt is null).Select(p => p.NetworkId), Is.EqualTo(new[] { "other", "q", "r4" }));
            Assert.That(conversations.Where(c => c.IsOpen).Select(c => (c.Id, c.AuthorId)), Is.EquivalentTo(new[] { (thread, "zoe"), (posts.Single(p => p.NetworkId == "other").ConversationId, "yan") }));
            Assert.That(conversations.Where(c => !c.IsOpen).Select(c => c.LinkedTo), Is.All.Not.Null, "the others were merged");
        });
    }
}
