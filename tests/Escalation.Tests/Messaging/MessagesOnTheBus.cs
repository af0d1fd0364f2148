using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Messaging;

[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public class MessagesOnTheBus(string setUp)
{
    const int Many = 100;

    static readonly OrganizationFile Company = new()
    {
        Topics = [Some.Topic("billing", "invoice")],
        People = [.. Enumerable.Range(0, 4).Select(i => Some.Person($"expert{i}", "billing", capacity: 1000))],
        SlaPolicies = [Some.Policy("standard", acceptance: TimeSpan.FromHours(1))],
    };

    readonly FailingCommits _commits = new();
    SetUp _setUp = null!;
    Escalating _service = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _setUp = SetUp.Of(setUp);
        await _setUp.PrepareAsync();
        _service = await StartServiceAsync(Company);
    }

    [TearDown]
    public async Task StopAsync()
    {
        // Skipped for want of real servers: nothing was started.
        if (_service is null)
            return;
        await _service.QuietAsync();
        await _service.DisposeAsync();
        await _setUp.DisposeAsync();
    }

    [Test]
    public async Task A_message_that_is_delivered_three_times_is_taken_once()
    {
        var id = await AssignedAsync();
        var (messageId, message) = (Guid.NewGuid(), await NotAcceptedAsync(id));
        var before = _service.Seen.Received;
        for (var time = 0; time < 3; time++)
            await _service.PublishAsync(message, messageId);

        await Until.TrueAsync(() => Task.FromResult(_service.Seen.Received >= before + 3), "all three are received");
        await _service.QuietAsync();
        Assert.That((await _service.ConversationAsync(id)).PassedOver, Has.Count.EqualTo(1));
        Assert.That(await _service.Database.ReadAsync(db => db.Inbox.CountAsync(entry => entry.MessageId == messageId)), Is.EqualTo(1));
    }

    [Test]
    public async Task An_expiry_that_is_told_after_the_next_assignment_passes_nothing_on()
    {
        var id = await AssignedAsync();
        var message = await NotAcceptedAsync(id);
        await _service.PublishAsync(message);
        var next = await _service.SeenAsync(id, c => c.PassedOver.Count == 1, "passed on");
        await _service.PublishAsync(message);
        await _service.QuietAsync();
        Assert.That((await _service.ConversationAsync(id)).Expert, Is.EqualTo(next.Expert));
    }

    [Test]
    public async Task What_is_published_in_a_commit_that_fails_twice_goes_out_once()
    {
        var id = await AssignedAsync();
        var message = await NotAcceptedAsync(id);
        await _service.QuietAsync();
        var before = Freed();
        _commits.FailNext(2);
        await _service.PublishAsync(message);

        await _service.SeenAsync(id, c => c.PassedOver.Count == 1, "passed on");
        await _service.QuietAsync();
        Assert.That(_commits.Failed, Is.EqualTo(2));
        Assert.That((await _service.ConversationAsync(id)).PassedOver, Has.Count.EqualTo(1));
        Assert.That(Freed() - before, Is.EqualTo(1));
        Assert.That(await _service.CountAsync("assigned"), Is.EqualTo(2), "at first, and when it was passed on");
        int Freed() => _service.Seen.Published.Values.OfType<ExpertsFreed>().Count();
    }

    [Test]
    public async Task A_hundred_messages_at_once_for_one_conversation_are_all_done()
    {
        var id = await AssignedAsync();
        var replies = Enumerable.Range(0, Many).Select(i => Some.Post($"r{i}", "And another thing", author: "zoe", inReplyTo: "1"));
        await Parallel.ForEachAsync(replies, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (post, _) => await _service.PostAsync(post));

        await _service.QuietAsync();
        Assert.That(await _service.ConversationAsync(id), Has.Property("UnroutedSince").Null.And.Property("State").EqualTo(ConversationState.Assigned));
        Assert.That(await _service.CountAsync("postReceived"), Is.EqualTo(Many));
        Assert.That(await _service.CountAsync("assigned"), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_hundred_posts_sent_twice_by_sixteen_at_once_are_two_hundred_assignments()
    {
        const int posts = 200;
        var sendings = Enumerable.Range(0, posts * 2).Select(i => Some.Post($"p{i / 2}", "My invoice is wrong", author: $"asker{i / 2}"));
        await Parallel.ForEachAsync(sendings, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (post, _) => await _service.PostAsync(post));

        await Until.SeenAsync(() => _service.CountAsync("assigned"), assigned => assigned >= posts, "all are assigned", TimeSpan.FromMinutes(2));
        await _service.QuietAsync();
        var conversations = await _service.Database.ReadAsync(db => db.Conversations.ToListAsync());
        Assert.That(conversations, Has.Count.EqualTo(posts).And.All.Property("State").EqualTo(ConversationState.Assigned));
        Assert.That(await _service.CountAsync("assigned"), Is.EqualTo(posts));
    }

    [Test]
    public async Task What_was_committed_but_not_published_is_published_by_the_next_process()
    {
        await _service.QuietAsync();
        await _service.DisposeAsync();
        // The next process's clock stands still, or was set back: what an earlier process left must go out all the same.
        var clock = new FakeClock(Some.Monday);
        var id = await PostOfADyingProcessAsync(clock);
        _service = await StartServiceAsync(null, clock);
        await Until.TrueAsync(async () =>
        {
            if (setUp == SetUp.Servers)
                clock.Advance(TimeSpan.FromSeconds(1)); // there, another replica may still be about to publish it
            return (await _service.ConversationAsync(id)).State == ConversationState.Assigned;
        }, "it is assigned");
        await _service.QuietAsync();
        Assert.That(await _service.CountAsync("assigned"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_questions_of_who_leaves_go_to_somebody_else()
    {
        var id = await AssignedAsync();
        var leaver = (await _service.ConversationAsync(id)).Expert;
        await _service.ApplyOrganization.HandleAsync(Company with { People = [.. Company.People.Where(p => p.Name != leaver)] }, "mia", null, CancellationToken.None);
        var conversation = await _service.SeenAsync(id, c => c is { State: ConversationState.Assigned } && c.Expert != leaver, "somebody else has it");
        Assert.That(conversation.PassedOver, Is.Empty, "to leave is not to decline");
    }

    /// <summary>Who holds it has not accepted it in time; the message that tells so is still to be published.</summary>
    Task<DeadlineReached> NotAcceptedAsync(Guid conversation) => _service.Database.WriteAsync(async db =>
    {
        var deadline = await db.Deadlines.SingleAsync(d => d.ConversationId == conversation && d.Target == Targets.Acceptance && d.State == DeadlineState.Running);
        deadline.State = DeadlineState.Breached;
        return new DeadlineReached(conversation, deadline.Id, Targets.Acceptance);
    });

    Task<Escalating> StartServiceAsync(OrganizationFile? organization, TimeProvider? time = null) => Escalating.StartAsync(_setUp, time, organization, services =>
    {
        var contexts = services.Last(s => s.ServiceType == typeof(Func<EscalationDb>)).ImplementationFactory!;
        services.AddSingleton(provider => _commits.In((Func<EscalationDb>)contexts(provider)));
    });

    async Task<Guid> AssignedAsync()
    {
        var id = (await _service.PostAsync(Some.Post("1"))).Conversation!.Value;
        await _service.SeenAsync(id, c => c.State == ConversationState.Assigned, "assigned");
        await _service.QuietAsync();
        return id;
    }

    /// <summary>What a process leaves that dies between the commit and the publication.</summary>
    async Task<Guid> PostOfADyingProcessAsync(FakeClock clock)
    {
        using var gate = new WriterGate(oneWriter: true);
        var database = new Database(Escalating.Storage(_setUp).Contexts(_setUp.Data.FullName, clock), gate, new Dead(), new CommitSignal());
        var receive = new ReceivePost(new CurrentOrganization(), clock);
        var received = await database.WriteAsync(db => receive.HandleAsync(db, Some.Channel, Some.Post("1"), CancellationToken.None));
        return received.Conversation!.Value;
    }

    sealed class Dead : IOutboxRelay
    {
        public void Take(IReadOnlyList<OutboxMessage> committed)
        {
        }
    }
}
