using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Contracts;

public abstract partial class StoreContract
{
    [Test]
    public async Task A_change_on_stale_rows_is_refused()
    {
        var id = await NewConversationAsync();
        await using var stale = Database.Open();
        var conversation = await stale.Conversations.SingleAsync(c => c.Id == id);
        await ChangeAsync(id, other => other.Priority = "high");
        conversation.Priority = "low";
        Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => stale.SaveChangesAsync());
    }

    [Test]
    public async Task A_hundred_changes_at_once_are_all_there()
    {
        var id = await NewConversationAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => ChangeAsync(id, c => c.OrganizationVersion++))));
        Assert.That((await ReadAsync(id)).OrganizationVersion, Is.EqualTo(100));
    }

    [Test]
    public async Task The_same_new_row_from_many_at_once_is_one_row()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Database.WriteAsync(async db =>
        {
            if (await db.Posts.FirstOrDefaultAsync(p => p.Channel == "many" && p.NetworkId == "1") is { } known)
                return known.Id;
            return db.Posts.Add(PostOf("many", "1")).Entity.Id;
        }))));
        Assert.That(results.Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Work_that_fails_leaves_nothing_behind()
    {
        var conversation = Some.Conversation();
        Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(async db =>
        {
            db.Conversations.Add(conversation);
            db.Publish(new QuestionDeclined(conversation.Id));
            await db.SaveChangesAsync();
            throw new InvalidOperationException("after the rows were written");
        }));
        Assert.Multiple(async () =>
        {
            Assert.That(await Database.ReadAsync(db => db.Conversations.AnyAsync(c => c.Id == conversation.Id)), Is.False, "rows");
            Assert.That(await Database.ReadAsync(db => db.Outbox.AnyAsync(m => m.Body.Contains(conversation.Id.ToString()))), Is.False, "outbox");
            Assert.That(_store.Relay.Messages, Has.None.EqualTo(new QuestionDeclined(conversation.Id)), "relay");
        });
        await ChangeAsync(await NewConversationAsync(), _ => { });
    }

    [Test]
    public async Task Messages_are_handed_over_once_and_only_after_their_commit()
    {
        var id = await NewConversationAsync();
        var tries = 0;
        await Database.WriteAsync(async db =>
        {
            var conversation = await db.Conversations.SingleAsync(c => c.Id == id);
            db.Publish(new QuestionDeclined(id));
            await db.SaveChangesAsync();
            Assert.That(_store.Relay.Messages, Has.None.EqualTo(new QuestionDeclined(id)), "saved is not committed");
            if (++tries == 1 && HasManyWriters)
                await ChangeAsync(id, other => other.Priority = "high");
            conversation.Priority = "low";
        });
        Assert.Multiple(async () =>
        {
            Assert.That(_store.Relay.Messages, Has.Exactly(1).EqualTo(new QuestionDeclined(id)));
            Assert.That(await Database.ReadAsync(db => db.Outbox.CountAsync(m => m.Body.Contains(id.ToString()))), Is.EqualTo(1));
            Assert.That(_store.Relay.TooEarly, Is.Zero);
            Assert.That(tries, Is.EqualTo(HasManyWriters ? 2 : 1));
        });
    }

    [Test]
    public async Task Who_waits_for_a_commit_is_woken_by_it()
    {
        var next = _store.Signal.Next;
        Assert.That(next.IsCompleted, Is.False);
        await NewConversationAsync();
        await next.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Two_who_claim_at_once_get_different_rows()
    {
        var conversation = await NewConversationAsync();
        await _store.AddAsync([.. Enumerable.Range(0, 4).Select(_ => new Deadline { Id = Guid.NewGuid(), ConversationId = conversation, Target = Targets.Resolution, DueAt = Exact })]);

        var firstHasClaimed = new TaskCompletionSource<List<Guid>>();
        var mayEnd = new TaskCompletionSource();
        var first = Database.WriteAsync(async db =>
        {
            firstHasClaimed.SetResult(await ClaimTwoAsync(db, conversation));
            await mayEnd.Task;
        });
        var claimedFirst = await firstHasClaimed.Task;
        var second = Database.WriteAsync(db => ClaimTwoAsync(db, conversation));

        if (HasManyWriters)
            Assert.That((await second).Intersect(claimedFirst), Is.Empty);
        else
            Assert.That(second.IsCompleted, Is.False, "the second writer waits for the first");
        mayEnd.SetResult();
        await Task.WhenAll(first, second);
        Assert.That(await second, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_at_a_time_chooses_experts()
    {
        var expert = $"counter-{Guid.NewGuid():N}";
        await _store.AddAsync(new ExpertTurn { Name = expert, LastAssignedAt = new DateTimeOffset(0, TimeSpan.Zero) });
        // The row has no version: only the lock keeps these from counting over each other.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Database.WriteAsync(async db =>
        {
            await db.LockAssignmentsAsync(CancellationToken.None);
            var turn = await db.ExpertTurns.SingleAsync(t => t.Name == expert);
            turn.LastAssignedAt = turn.LastAssignedAt.AddTicks(1);
        }))));
        Assert.That((await Database.ReadAsync(db => db.ExpertTurns.SingleAsync(t => t.Name == expert))).LastAssignedAt.Ticks, Is.EqualTo(20));
    }

    static Task<List<Guid>> ClaimTwoAsync(EscalationDb db, Guid conversation) =>
        db.Claim<Deadline>($"SELECT * FROM deadlines WHERE conversation_id = {conversation} ORDER BY id LIMIT 2").Select(d => d.Id).ToListAsync();

    protected async Task<Guid> NewConversationAsync()
    {
        var conversation = Some.Conversation();
        await _store.AddAsync(conversation);
        return conversation.Id;
    }

    protected Task ChangeAsync(Guid id, Action<Conversation> change) =>
        Database.WriteAsync(async db => change(await db.Conversations.SingleAsync(c => c.Id == id)));

    protected Task<Conversation> ReadAsync(Guid id) => Database.ReadAsync(db => db.Conversations.SingleAsync(c => c.Id == id));
}
