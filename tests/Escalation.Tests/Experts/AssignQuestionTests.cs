using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Experts;

/// <summary>What is told of a question for which nobody is free, and who a follow-up returns to.</summary>
public class AssignQuestionTests
{
    static readonly OrganizationFile Nobody = new() { Topics = [Some.Topic("billing")] };

    readonly Conversation _question = Some.Conversation("billing", state: ConversationState.Received);
    Store _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _store.Organization.Set(new Applied(1, Nobody));
        _question.Id = Guid.NewGuid();
        await _store.AddAsync(_question);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task It_is_told_once_until_it_was_with_somebody_or_comes_back()
    {
        await AssignAsync();
        await AssignAsync();
        Assert.That(await CountAsync("unassigned"), Is.EqualTo(1));
        await _store.AddAsync(new TimelineEntry { ConversationId = _question.Id, At = Some.Monday, Event = "reopened" });
        await AssignAsync();
        Assert.That(await CountAsync("unassigned"), Is.EqualTo(2));
    }

    [Test]
    public async Task Topic_that_is_uncovered_again_is_told_again_though_nobody_acknowledged_the_first_time()
    {
        await AssignAsync();
        await AskOneMoreAsync();
        Assert.That(await AlertsAsync(), Is.EqualTo(1), "the same stretch");
        await _store.Database.WriteAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.State, ConversationState.Closed)));
        _store.Clock.Advance(TimeSpan.FromDays(30));
        await AskOneMoreAsync();
        await AskOneMoreAsync();
        Assert.That(await AlertsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Question_that_came_back_does_not_make_a_new_stretch_part_of_an_old_one()
    {
        await AssignAsync();
        _store.Clock.Advance(TimeSpan.FromDays(1));
        await _store.AddAsync(new TimelineEntry { ConversationId = _question.Id, At = _store.Clock.GetUtcNow(), Event = "assigned" });
        await AssignAsync();
        Assert.That(await AlertsAsync(), Is.EqualTo(2), "in between there was somebody");
        await AskOneMoreAsync();
        Assert.That(await AlertsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Alert_that_was_acknowledged_is_not_raised_again_while_the_same_question_waits()
    {
        await AssignAsync();
        await _store.Database.WriteAsync(db => db.Alerts.ExecuteUpdateAsync(s => s.SetProperty(a => a.AcknowledgedAt, Some.Monday)));
        _store.Clock.Advance(TimeSpan.FromHours(1));
        await AskOneMoreAsync();
        Assert.That(await AlertsAsync(), Is.EqualTo(1));
    }

    async Task<int> AlertsAsync() => (await _store.AllAsync<Alert>()).Count(a => a.Kind == AlertKinds.Uncovered);

    async Task AskOneMoreAsync()
    {
        var question = Some.Conversation("billing", state: ConversationState.Received);
        (question.Id, question.CreatedAt) = (Guid.NewGuid(), _store.Clock.GetUtcNow());
        await _store.AddAsync(question);
        await _store.Database.WriteAsync(async db =>
            await new AssignQuestion(db, _store.Organization, _store.Clock).RunAsync(await db.Conversations.SingleAsync(c => c.Id == question.Id), CancellationToken.None));
    }

    [Test]
    public async Task An_alert_about_one_question_is_none_about_the_line()
    {
        await _store.Database.WriteAsync(db =>
        {
            db.Raise(Nobody, AlertKinds.Uncovered, Some.Monday, "Step 2 of the escalation reaches nobody.", _question);
            return Task.CompletedTask;
        });
        await AssignAsync();
        await AssignAsync();
        Assert.That((await _store.AllAsync<Alert>()).Select(a => a.Text), Has.Exactly(2).Items.And.One.StartsWith("Nobody is free to answer questions about billing"));
    }

    [Test]
    public async Task Who_has_not_heard_of_its_organization_does_not_look_for_anybody()
    {
        _question.OrganizationVersion = 2;
        await using var db = _store.Contexts();
        Assert.That(async () => await new Assignments(db, new Applied(1, Nobody), Some.Monday).FindAsync(_question, [], default), Throws.TypeOf<StaleOrganizationException>());
    }

    [Test]
    public async Task A_follow_up_is_for_who_answered_also_when_it_was_taken_from_them_meanwhile()
    {
        await _store.AddAsync(Delivered("ann", Some.Monday), Delivered("bob", Some.Monday.AddHours(1)));
        await _store.Database.WriteAsync(async db => await new FreeExpert(db).RunAsync(await db.Conversations.SingleAsync(), default));
        Assert.That((await _store.AllAsync<Conversation>()).Single().Expert, Is.EqualTo("bob"));
    }

    Answer Delivered(string by, DateTimeOffset at) => new()
    {
        Id = Guid.NewGuid(), ConversationId = _question.Id, Channel = "site", Text = "Here", By = by, InReplyTo = "p1", State = AnswerState.Delivered, DeliveredAt = at,
    };

    Task AssignAsync() => _store.Database.WriteAsync(async db =>
        await new AssignQuestion(db, _store.Organization, _store.Clock).RunAsync(await db.Conversations.SingleAsync(), default));

    async Task<int> CountAsync(string what) => (await _store.AllAsync<TimelineEntry>()).Count(e => e.Event == what);
}
