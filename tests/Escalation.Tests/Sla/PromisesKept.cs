using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Answers;
using Escalation.Tests.Questions;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Sla;

/// <summary>What the rows say of promises that a scenario's output does not tell.</summary>
public class PromisesKept
{
    Store _store = null!;
    Receiving _receive = null!;
    Guid _id;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _receive = new Receiving(_store);
        Promise(version: 7, hours: 2);
        _id = (await _receive.PostAsync(Some.Post("1"))).Conversation!.Value;
        await _receive.ChangeAsync(_id, c => c.State = ConversationState.Waiting);
        await KeepAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_deadline_names_its_policy_and_the_version_of_the_organization()
    {
        Assert.That(await OnlyAsync(), Has.Property("Policy").EqualTo("for 2 hours").And.Property("OrganizationVersion").EqualTo(7));
        Promise(version: 8, hours: 3);
        await KeepAsync();
        Assert.That(await OnlyAsync(), Has.Property("Policy").EqualTo("for 3 hours").And.Property("OrganizationVersion").EqualTo(8).And.Property("DueAt").EqualTo(Some.Monday.AddHours(3)));
        Assert.That(await _receive.OnlyConversationAsync(), Has.Property("Policy").EqualTo("for 3 hours"));
    }

    [Test]
    public async Task Where_no_policy_matches_the_conversation_says_so()
    {
        _store.Organization.Set(new(8, new OrganizationFile()));
        await KeepAsync();
        Assert.That(await _receive.OnlyConversationAsync(), Has.Property("Policy").Null.And.Property("NextDueAt").Null);
        Assert.That((await OnlyAsync()).State, Is.EqualTo(DeadlineState.Cancelled));
    }

    [Test]
    public async Task A_retroactive_breach_tells_when_it_was_and_when_it_was_noticed()
    {
        _store.Clock.Advance(TimeSpan.FromMinutes(90));
        Promise(version: 8, hours: 1);
        await KeepAsync();
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(DeadlineState.Breached).And.Property("Retroactive").True
            .And.Property("BreachedAt").EqualTo(Some.Monday.AddHours(1)).And.Property("DetectedAt").EqualTo(Some.Monday.AddMinutes(90)));
    }

    [Test]
    public async Task A_late_answer_tells_how_late_it_was()
    {
        _store.Clock.Advance(TimeSpan.FromMinutes(150));
        await DeliverAsync(at: null);
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(DeadlineState.Breached).And.Property("BreachedAt").EqualTo(Some.Monday.AddHours(2))
            .And.Property("SatisfiedAt").EqualTo(Some.Monday.AddMinutes(150)));
    }

    [Test]
    public async Task An_answer_that_is_found_in_the_thread_counts_from_the_networks_own_time()
    {
        _store.Clock.Advance(TimeSpan.FromMinutes(150));
        await DeliverAsync(at: Some.Monday.AddMinutes(119));
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(DeadlineState.Met).And.Property("SatisfiedAt").EqualTo(Some.Monday.AddMinutes(119)));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Our_own_posts_and_bots_posts_satisfy_and_arm_nothing(bool ours, bool bot)
    {
        await _receive.PostAsync(Some.Post("2", "Here you are", "us", inReplyTo: "1") with { Ours = ours, Bot = bot });
        await KeepAsync();
        Assert.That((await OnlyAsync()).State, Is.EqualTo(DeadlineState.Running));
        await DeliverAsync(at: null);
        await _receive.PostAsync(Some.Post("3", "And?", "us", inReplyTo: "1") with { Ours = ours, Bot = bot });
        await KeepAsync();
        Assert.That((await OnlyAsync()).Target, Is.EqualTo(Targets.FirstResponse), "no next response");
    }

    [TestCase(false, "2", "withdrawn", TestName = "Deleting_the_only_unanswered_post_withdraws_the_question")]
    [TestCase(true, "2", null, TestName = "Deleting_one_of_two_unanswered_posts_withdraws_nothing")]
    [TestCase(false, "1", null, TestName = "Deleting_an_answered_post_withdraws_nothing")]
    public async Task Deleting(bool isAnother, string deleted, string? reason)
    {
        await DeliverAsync(at: null);
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await _receive.ReplyAsync("2", to: "1");
        if (isAnother)
            await _receive.ReplyAsync("3", to: "2");
        await _receive.PostAsync(Some.Post(deleted) with { DeletedAt = _store.Clock.GetUtcNow() });
        Assert.That(await _receive.OnlyConversationAsync(), Has.Property("CloseReason").EqualTo(reason).And.Property("State").EqualTo(reason is null ? ConversationState.Answered : ConversationState.Closed));
    }

    void Promise(int version, int hours) => _store.Organization.Set(new(version, new OrganizationFile
    {
        SlaPolicies = [Some.Policy($"for {hours} hours", firstResponse: TimeSpan.FromHours(hours)) with { Targets = new(null, TimeSpan.FromHours(hours), TimeSpan.FromHours(9), null) }],
    }));

    Task KeepAsync() => _store.Database.WriteAsync(async db =>
        await KeepPromises.KeepAsync(db, (await db.Conversations.FindAsync(_id))!, _store.Organization.Now, _store.Clock.GetUtcNow(), CancellationToken.None));

    async Task DeliverAsync(DateTimeOffset? at)
    {
        var answer = new Answer { Id = Guid.CreateVersion7(), ConversationId = _id, Channel = Some.Channel.Name, Text = "So", By = "ann", InReplyTo = "1", SubmittedAt = Some.Monday.AddSeconds(1), Claim = Guid.NewGuid() };
        await _store.AddAsync(answer);
        await Delivering.Settling(_store).DeliverAsync(new AnswerClaim(answer.Id, answer.Claim.Value), new Delivery.Delivered([new DeliveredPart("a", null)], at), CancellationToken.None);
    }

    async Task<Deadline> OnlyAsync() => (await _store.AllAsync<Deadline>()).Single();
}
