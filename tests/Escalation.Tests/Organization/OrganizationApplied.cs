using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Organization;

public class OrganizationApplied
{
    static readonly OrganizationFile Company = new()
    {
        Topics = [Some.Topic("billing"), Some.Topic("delivery")],
        People = [Some.Person("ann", "billing"), Some.Person("bob", "billing delivery")],
    };

    static readonly OrganizationFile WithoutAnn = Company with { People = [Company.People[1]] };
    static readonly OrganizationFile WithoutBilling = Company with { Topics = [Company.Topics[1]], People = [Some.Person("ann"), Some.Person("bob", "delivery")] };

    Store _store = null!;
    ApplyOrganization _apply = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        _apply = new ApplyOrganization(_store.Database, _store.Organization, _store.Clock);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_new_one_is_in_force_at_once_and_the_waiting_lines_are_looked_at()
    {
        var applied = await ApplyAsync(Company);
        Assert.That(applied.Version, Is.EqualTo(1));
        Assert.That(_store.Organization.Now, Is.EqualTo(applied));
        Assert.That(_store.Relay.Messages, Is.EqualTo(new[] { new ExpertsFreed() }));
        Assert.That((await _store.AllAsync<OrganizationVersion>()).Single(), Has.Property("AppliedBy").EqualTo("mia").And.Property("AppliedAt").EqualTo(Some.Monday));
    }

    [Test]
    public async Task One_that_is_committed_is_applied_though_a_conversation_cannot_follow()
    {
        await WithConversationAsync("billing", "ann", ConversationState.Assigned);
        await _store.Database.WriteAsync(db => db.Database.ExecuteSqlAsync($"UPDATE conversations SET passed_over = 'no list'"));
        var applied = await _apply.HandleAsync(WithoutAnn, "mia", null, CancellationToken.None);
        Assert.That((applied.Version, _store.Organization.Now.Version), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task The_same_again_changes_nothing()
    {
        await ApplyAsync(Company);
        var changes = 0;
        _store.Organization.Changed += _ => changes++;
        Assert.That((await ApplyAsync(Company with { })).Version, Is.EqualTo(1));
        Assert.That(await _store.AllAsync<OrganizationVersion>(), Has.Count.EqualTo(1));
        Assert.That(await _store.AllAsync<TimelineEntry>(), Has.Count.EqualTo(1));
        Assert.That(_store.Relay.Messages, Has.Count.EqualTo(1));
        Assert.That(changes, Is.Zero);
    }

    [Test]
    public async Task Going_back_to_an_earlier_one_is_a_new_version()
    {
        await ApplyAsync(Company);
        await ApplyAsync(WithoutAnn);
        Assert.That((await ApplyAsync(Company)).Version, Is.EqualTo(3));
    }

    [TestCase(ConversationState.Assigned, true)]
    [TestCase(ConversationState.Accepted, true)]
    [TestCase(ConversationState.Answered, false)]
    [TestCase(ConversationState.Closed, false)]
    public async Task The_open_questions_of_who_is_retired_go_to_somebody_else(string state, bool goes)
    {
        var id = await WithConversationAsync("billing", "ann", state);
        await ApplyAsync(WithoutAnn);
        var conversation = await OnlyAsync();
        Assert.That(conversation, Has.Property("State").EqualTo(goes ? ConversationState.Waiting : state).And.Property("Expert").EqualTo(goes ? null : "ann").And.Property("Topic").EqualTo("billing"));
        Assert.That(conversation.PassedOver, Is.Empty, "to leave is not to decline");
        Assert.That(_store.Relay.Messages, Has.Exactly(goes ? 1 : 0).EqualTo(new QuestionDeclined(id)));
        Assert.That((await _store.AllAsync<Deadline>()).Single().State, Is.EqualTo(state == ConversationState.Closed ? DeadlineState.Running : DeadlineState.Cancelled), "nobody has to accept it any more");
    }

    [TestCase(ConversationState.Assigned, true)]
    [TestCase(ConversationState.Accepted, true)]
    [TestCase(ConversationState.Waiting, true)]
    [TestCase(ConversationState.Answered, false)]
    [TestCase(ConversationState.Closed, false)]
    public async Task The_open_questions_of_a_topic_that_is_retired_go_to_triage(string state, bool goes)
    {
        await WithConversationAsync("billing", state == ConversationState.Waiting ? null : "bob", state);
        await ApplyAsync(WithoutBilling);
        var conversation = await OnlyAsync();
        Assert.That(conversation.State, Is.EqualTo(goes ? ConversationState.Triage : state));
        Assert.That(conversation.Topic, Is.EqualTo(goes ? null : "billing"));
        Assert.That(conversation.Expert, Is.EqualTo(goes ? null : "bob"));
    }

    [Test]
    public async Task Topic_and_person_retired_together_means_triage()
    {
        await WithConversationAsync("billing", "ann", ConversationState.Assigned);
        await ApplyAsync(WithoutBilling with { People = [Some.Person("bob", "delivery")] });
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(ConversationState.Triage).And.Property("Expert").Null);
    }

    [Test]
    public async Task What_is_not_concerned_stays_as_it_is()
    {
        await WithConversationAsync("delivery", "bob", ConversationState.Assigned);
        await ApplyAsync(WithoutAnn);
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(ConversationState.Assigned).And.Property("Expert").EqualTo("bob"));
    }

    [Test]
    public async Task A_file_that_did_not_change_does_not_undo_what_was_edited_since()
    {
        await _apply.ApplyIfChangedAsync(Company, "organization.json", CancellationToken.None);
        await ApplyAsync(WithoutAnn);
        await _apply.ApplyIfChangedAsync(Company, "organization.json", CancellationToken.None);
        Assert.That(_store.Organization.Now.Version, Is.EqualTo(2));
        await _apply.ApplyIfChangedAsync(WithoutBilling, "organization.json", CancellationToken.None);
        Assert.That(_store.Organization.Now.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Who_may_answer_no_more_hands_on_what_they_hold()
    {
        await WithConversationAsync("billing", "ann", ConversationState.Accepted);
        await ApplyAsync(Company with { People = [Company.People[0] with { Roles = [Role.Ops] }, Company.People[1]] });
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(ConversationState.Waiting).And.Property("Expert").Null);
    }

    [TestCase(ConversationState.Waiting, null)]
    [TestCase(ConversationState.Assigned, "cat")]
    public async Task Who_has_not_heard_of_a_new_one_takes_nothing_of_it_for_gone(string state, string? expert)
    {
        await ApplyAsync(Company);
        await ApplyAsync(Company with { Topics = Company.Topics.Add(Some.Topic("offers")), People = Company.People.Add(Some.Person("cat", "offers")) });
        await _store.AddAsync(Some.Conversation("offers", expert, state));
        await CatchUpConversations.AllAsync(_store.Database, new Applied(1, Company), Some.Monday, default);
        Assert.That(await OnlyAsync(), Has.Property("State").EqualTo(state).And.Property("Expert").EqualTo(expert).And.Property("Topic").EqualTo("offers"));
    }

    async Task<Applied> ApplyAsync(OrganizationFile file)
    {
        var applied = await _apply.HandleAsync(file, "mia", null, CancellationToken.None);
        await CatchUpConversations.AllAsync(_store.Database, applied, _store.Clock.GetUtcNow(), CancellationToken.None);
        return applied;
    }

    async Task<Guid> WithConversationAsync(string topic, string? expert, string state)
    {
        await ApplyAsync(Company);
        var conversation = Some.Conversation(topic, expert, state);
        await _store.AddAsync(conversation, new Deadline { Id = Guid.NewGuid(), ConversationId = conversation.Id, Target = Targets.Acceptance, DueAt = Some.Monday.AddHours(1) });
        return conversation.Id;
    }

    async Task<Conversation> OnlyAsync() => (await _store.AllAsync<Conversation>()).Single();
}
