using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Answers;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Questions;

/// <summary>Two transactions of which neither sees what the other is about to commit, on PostgreSQL.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PostsAtOnce
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly Actor Manager = new("mia", new HashSet<Role> { Role.Manager }, null);

    readonly string _name = $"posts_{Guid.NewGuid():N}";
    Store _store = null!;
    Receiving _receive = null!;

    [SetUp]
    public async Task StartAsync()
    {
        await PostgreSql.CreateAsync(_name);
        _store = await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(_name) });
        _receive = new Receiving(_store);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        await PostgreSql.DropAsync(_name);
    }

    [Test]
    public async Task A_reply_and_its_parent_at_once_are_one_conversation()
    {
        await DuringAsync(Some.Post("r1", "And?", inReplyTo: "p1"), () => _receive.PostAsync(Some.Post("p1")));
        await AssertOneConversationAsync("r1", "p1");
    }

    [Test]
    public async Task Two_replies_to_one_unknown_post_at_once_are_one_conversation()
    {
        await DuringAsync(Some.Post("r1", "And?", inReplyTo: "p1"), () => _receive.ReplyAsync("r2", to: "p1", author: "max"));
        await AssertOneConversationAsync("r1", "r2");
    }

    [Test]
    public async Task The_same_post_at_once_is_one_question()
    {
        await DuringAsync(Some.Post("p1"), () => _receive.PostAsync(Some.Post("p1")));
        await AssertOneConversationAsync("p1");
    }

    [Test]
    public async Task Two_late_replies_to_one_old_thread_at_once_are_one_new_conversation()
    {
        var old = (await _receive.PostAsync(Some.Post("p1"))).Conversation;
        await _receive.ReplyAsync("p2", to: "p1");
        await _receive.ChangeAsync(old, c => (c.State, c.ClosedAt, c.CloseReason) = (ConversationState.Closed, _store.Clock.GetUtcNow(), "answered"));
        _store.Clock.Advance(TimeSpan.FromDays(8));
        await DuringAsync(Some.Post("r1", "And?", inReplyTo: "p1"), () => _receive.ReplyAsync("r2", to: "p2"));
        Assert.That((await _store.AllAsync<Conversation>()).Count(c => c.Id != old), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reply_that_comes_in_while_its_thread_is_merged_goes_along()
    {
        var (one, two) = ((await _receive.PostAsync(Some.Post("p1"))).Conversation!.Value, (await _receive.PostAsync(Some.Post("p2"))).Conversation!.Value);
        var merge = new MergeConversations(new ConversationWork(_store.Database), _store.Organization, _store.Clock);
        await DuringAsync(Some.Post("r1", "And?", inReplyTo: "p2"), () => merge.HandleAsync(two, Manager, one, CancellationToken.None));
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.ConversationId), Is.All.EqualTo(one));
    }

    [Test]
    public async Task A_merge_that_is_committed_while_a_reply_waits_takes_it_along()
    {
        var (one, two) = ((await _receive.PostAsync(Some.Post("p1"))).Conversation!.Value, (await _receive.PostAsync(Some.Post("p2"))).Conversation!.Value);
        await DuringAsync(
            async db => await MergeConversations.JoinAsync(
                db, (await db.LockAsync<Conversation>(two, default))!, (await db.LockAsync<Conversation>(one, default))!, _store.Organization.Now, "mia", _store.Clock.GetUtcNow(), default),
            () => _receive.ReplyAsync("r1", to: "p2"));
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.ConversationId), Is.All.EqualTo(one));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Our_answer_that_is_polled_while_its_delivery_is_written_down_stands_once(bool pollFirst)
    {
        using var delivering = new Delivering(_store, ("site", null!));
        var answer = await delivering.AnswerAsync();
        var claim = await delivering.ClaimAsync(answer);
        var polled = Some.Post("n1", "Yes.", "us", inReplyTo: answer.InReplyTo) with { Ours = true };
        if (pollFirst)
            await DuringAsync(polled, () => delivering.Settle.DeliverAsync(claim, Delivering.Posted("n1"), CancellationToken.None));
        else
            await DuringAsync(
                async db =>
                {
                    await db.LockPostsAsync("site", ["n1"], default);
                    await db.LockAsync<Conversation>(answer.ConversationId, default);
                    db.AnswerPosts.Add(new AnswerPost { Channel = "site", NetworkId = "n1", AnswerId = answer.Id, ConversationId = answer.ConversationId });
                },
                () => _receive.PostAsync(polled));
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.NetworkId), Is.EqualTo(new[] { answer.InReplyTo }), "the answer stands beside them");
    }

    [Test]
    public async Task A_reply_to_our_answer_while_its_delivery_is_written_down_joins()
    {
        using var delivering = new Delivering(_store, ("site", null!));
        var answer = await delivering.AnswerAsync();
        var claim = await delivering.ClaimAsync(answer);
        await DuringAsync(Some.Post("r1", "And?", inReplyTo: "n1"), () => delivering.Settle.DeliverAsync(claim, Delivering.Posted("n1"), CancellationToken.None));
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.ConversationId), Is.All.EqualTo(answer.ConversationId));
    }

    [Test]
    public async Task A_post_with_a_long_id_does_not_stop_its_channel()
    {
        // Random, or the index would keep it by compressing it.
        var endless = string.Concat(Enumerable.Range(0, 250).Select(_ => Guid.NewGuid().ToString("N")));
        Assert.That((await _receive.PostAsync(Some.Post(endless))).SetAside, Is.Not.Null);
        await _receive.PostAsync(Some.Post("p1", author: endless, inReplyTo: endless));
        Assert.That((await _store.AllAsync<Post>()).Single().NetworkId, Is.EqualTo("p1"));
    }

    Task DuringAsync(InboundPost first, Func<Task> second) =>
        DuringAsync(async db => await _receive.Operation.HandleAsync(db, Some.Channel, first, CancellationToken.None), second);

    /// <summary>The second begins while the first is not committed, and ends after.</summary>
    async Task DuringAsync(Func<EscalationDb, Task> first, Func<Task> second)
    {
        Task waiting;
        await using (var db = _store.Contexts())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await first(db);
            await db.SaveChangesAsync();
            waiting = Task.Run(second);
            await Until.SeenAsync(() => WaitersAsync(db), waiters => waiters > 0 || waiting.IsCompleted, "The second waits for the first");
            await transaction.CommitAsync();
        }
        await waiting.WaitAsync(Patience);
    }

    static Task<int> WaitersAsync(EscalationDb db) =>
        db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()").SingleAsync();

    async Task AssertOneConversationAsync(params string[] posts)
    {
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.NetworkId), Is.EquivalentTo(posts));
        Assert.That((await _store.AllAsync<Post>()).Select(p => p.ConversationId).Distinct(), Is.EquivalentTo((await _store.AllAsync<Conversation>()).Where(c => c.IsOpen).Select(c => c.Id)));
        Assert.That((await _store.AllAsync<Conversation>()).Count(c => c.IsOpen), Is.EqualTo(1));
    }
}
