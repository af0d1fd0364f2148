using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Simulation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Routing;

/// <summary>Messages that wait while people and sweepers go on: what they say is judged by the rows when they come.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class LateMessages
{
    static readonly OrganizationFile Company = new()
    {
        Topics = [Some.Topic("billing", "invoice")],
        People = [Some.Person("ann", "billing", capacity: 100), Some.Person("mia", roles: Role.Manager)],
        SlaPolicies = [Some.Policy("standard", acceptance: TimeSpan.FromHours(1), firstResponse: TimeSpan.FromHours(2)) with { CloseAfter = TimeSpan.FromDays(7) }],
        Channels = [Some.Channel],
    };

    SimulatedWorld _world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await SimulatedWorld.MakeAsync([new WebhookFactory(null!, TimeProvider.System)], default);
        _world.Clock.GoTo(Some.Monday);
        await _world.ApplyAsync(Company, default);
        await RouteAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Closed_as_spam_before_its_post_is_routed_stays_closed()
    {
        var id = await AskAsync("p1");
        Later();
        Assert.That(await CloseAsync(id, "spam"), Is.EqualTo(Outcome.Ok));
        await RouteAsync();
        Assert.That(await TimelineAsync(id), Is.EqualTo("received deadlineSet closed deadlineCancelled"));
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Closed));
    }

    [Test]
    public async Task A_question_that_was_closed_unjudged_is_classified_when_its_asker_comes_back()
    {
        var id = await AskAsync("p1");
        Later();
        await CloseAsync(id, "abandoned");
        await RouteAsync();
        Later();
        await AskAsync("p2", inReplyTo: "p1");
        await RouteAsync();
        Assert.That(await FindAsync(id), Has.Property("State").EqualTo(ConversationState.Assigned).And.Property("Topic").EqualTo("billing"));
        var promised = await _world.Database.ReadAsync(db => db.Deadlines.Where(d => d.Target == "firstResponse").OrderBy(d => d.Cycle).Select(d => $"{d.Cycle} {d.State}").ToListAsync());
        Assert.That(promised, Is.EqualTo(new[] { "1 Cancelled", "2 Running" }), "the first response is taken up again");
    }

    [Test]
    public async Task Merged_away_before_its_post_is_routed_stays_closed_and_is_answered_with_a_sentence()
    {
        var (one, two) = (await AskAsync("p1"), await AskAsync("p2"));
        Assert.That(await MergeAsync(two, one), Is.EqualTo(Outcome.Ok));
        await RouteAsync();
        Assert.That((await FindAsync(two)).State, Is.EqualTo(ConversationState.Closed));
        Assert.That((await FindAsync(one)).State, Is.EqualTo(ConversationState.Assigned));
        Assert.That(await AnswerAsync(two, by: "mia"), Is.EqualTo(new Outcome.Conflict("The conversation is closed.")));
    }

    [Test]
    public async Task A_follow_up_that_is_routed_after_the_answer_that_covers_it_leaves_it_answered()
    {
        var id = await AssignedAsync("p1");
        await AskAsync("p2", inReplyTo: "p1");
        Later();
        await AnswerAsync(id);
        await DeliverAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Answered), "one commit with the delivery");
        await RouteAsync();
        Assert.That(await FindAsync(id), Has.Property("State").EqualTo(ConversationState.Answered).And.Property("UnroutedSince").Null);
        Assert.That(await TimelineAsync(id), Does.Not.Contain("followUp"));
    }

    [Test]
    public async Task A_follow_up_that_no_answer_covers_goes_back_to_its_expert()
    {
        var id = await AssignedAsync("p1");
        await AnswerAsync(id);
        Later();
        await AskAsync("p2", inReplyTo: "p1");
        await DeliverAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Accepted), "it came after the answer was submitted");
        await RouteAsync();
        Assert.That(await FindAsync(id), Has.Property("State").EqualTo(ConversationState.Accepted).And.Property("Expert").EqualTo("ann"));
    }

    [Test]
    public async Task An_answer_that_was_delivered_before_a_merge_makes_it_the_askers_turn_there()
    {
        var one = await AssignedAsync("p1");
        Later();
        var two = await AssignedAsync("p2");
        Later();
        await AnswerAsync(two);
        await DeliverAsync();
        await MergeAsync(two, one);
        await RouteAsync();
        Assert.That((await FindAsync(one)).State, Is.EqualTo(ConversationState.Answered));
    }

    [Test]
    public async Task Who_was_given_it_while_the_answer_was_on_its_way_has_nothing_to_accept_any_more()
    {
        var id = await AssignedAsync("p1");
        await AnswerAsync(id);
        Later();
        await _world.Get<ForwardQuestion>().HandleAsync(id, Of("mia"), "expert:mia", note: null, insist: false, default);
        await DeliverAsync();
        var open = await _world.Database.ReadAsync(db => db.Deadlines.Where(d => d.State == Escalation.Sla.DeadlineState.Running).Select(d => d.Target).ToListAsync());
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Answered));
        Assert.That(open, Is.Empty);
    }

    [Test]
    public async Task An_asker_who_wrote_is_not_silent_though_the_post_is_not_routed_yet()
    {
        var id = await AssignedAsync("p1");
        await AnswerAsync(id);
        await DeliverAsync();
        await RouteAsync();
        _world.Clock.GoTo(Some.Monday.AddDays(6));
        await AskAsync("p2", inReplyTo: "p1");
        _world.Clock.GoTo(Some.Monday.AddDays(8));
        await _world.Sweepers.OfType<CloseSilent>().Single().SweepAsync(_world.Clock.GetUtcNow(), default);
        Assert.That(await TimelineAsync(id), Does.Not.Contain("closed"));
        await RouteAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Accepted));
    }

    [Test]
    public async Task A_post_whose_message_is_told_again_long_after_the_closing_does_not_reopen()
    {
        var id = await AssignedAsync("p1");
        Later();
        await CloseAsync(id, "answered");
        await _world.Database.WriteAsync(db =>
        {
            db.Publish(new PostReceived(id, Guid.Empty, ByAsker: true));
            return Task.CompletedTask;
        });
        await RouteAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Closed));
    }

    [TestCase(20, 0)]
    [TestCase(-20, 1)]
    public async Task A_post_that_was_never_routed_is_taken_up_again_once_messages_are_taken_away(int outboxMinutes, int published)
    {
        var id = await AskAsync("p1");
        await _world.Database.WriteAsync(db => db.Outbox.ExecuteDeleteAsync());
        _world.Clock.GoTo(Some.Monday.AddMinutes(30));
        if (outboxMinutes > 0)
            await _world.Database.WriteAsync(db =>
            {
                db.Outbox.Add(new OutboxMessage { Id = Guid.NewGuid(), Type = "escalation:experts-freed", Body = "{}", At = Some.Monday.AddMinutes(30 - outboxMinutes) });
                return Task.CompletedTask;
            });
        await new PickUpStranded(_world.Database, _world.Get<CurrentOrganization>(), _world.Clock, NullLogger<PickUpStranded>.Instance).PickUpAsync(default);
        var messages = await _world.Database.ReadAsync(db => db.Outbox.CountAsync(m => m.Type == "escalation:post-received"));
        Assert.That(messages, Is.EqualTo(published));
        await RouteAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ConversationState.Assigned));
    }

    Task RouteAsync() => _world.DrainAsync(default);

    void Later() => _world.Clock.GoTo(_world.Clock.GetUtcNow().AddSeconds(10));

    async Task<Guid> AskAsync(string id, string? inReplyTo = null) => (await _world.Database.WriteAsync(
        db => _world.Get<ReceivePost>().HandleAsync(db, Some.Channel, Some.Post(id, inReplyTo: inReplyTo), default))).Conversation!.Value;

    async Task<Guid> AssignedAsync(string id)
    {
        var asked = await AskAsync(id);
        await RouteAsync();
        Assert.That((await FindAsync(asked)).State, Is.EqualTo(ConversationState.Assigned));
        Later();
        return asked;
    }

    Task<Outcome> AnswerAsync(Guid id, string by = "ann") => _world.Get<SubmitAnswer>().HandleAsync(id, Of(by), "Under Account.", holding: false, default);

    Task<Outcome> CloseAsync(Guid id, string reason) => _world.Get<CloseConversation>().HandleAsync(id, Of("mia"), reason, default);

    Task<Outcome> MergeAsync(Guid from, Guid into) => _world.Get<MergeConversations>().HandleAsync(from, Of("mia"), into, default);

    async Task DeliverAsync()
    {
        foreach (var answer in await _world.Database.ReadAsync(db => db.Answers.Where(a => a.State == AnswerState.Queued).Select(a => a.Id).ToListAsync()))
            await _world.Get<DeliverAnswer>().TryOnceAsync((await _world.Get<ClaimAnswers>().OneAsync(answer, default))!.Value, default);
    }

    Task<Conversation> FindAsync(Guid id) => _world.Database.ReadAsync(db => db.Conversations.SingleAsync(c => c.Id == id));

    async Task<string> TimelineAsync(Guid id) =>
        string.Join(' ', await _world.Database.ReadAsync(db => db.Timeline.Where(e => e.ConversationId == id).OrderBy(e => e.Id).Select(e => e.Event).ToListAsync()));

    Actor Of(string name) => new(name, Company.Person(name)!.Roles.ToImmutableHashSet(), Company.Person(name));
}
