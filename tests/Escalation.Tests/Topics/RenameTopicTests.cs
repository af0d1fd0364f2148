using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class RenameTopicTests
{
    static readonly OrganizationFile Company = new()
    {
        Topics =
        [
            Some.Topic("billing", "invoice", "refund") with { Title = "Billing", Owner = "mia", Examples = ["Where is my invoice?"] },
            Some.Topic("payment", "Refund", "card") with { Title = "Paying", Owner = "ann", Approval = true, Examples = ["May I pay by card?", "Where is my invoice?"] },
            Some.Topic("delivery", "parcel"),
        ],
        People = [Some.Person("ann", "payment:3 billing:1"), Some.Person("bob", "delivery payment:2"), Some.Person("mia", roles: [Role.Manager])],
        SlaPolicies =
        [
            Some.Policy("money", PolicyConditions.Everything with { Topics = ["payment", "billing"] }, firstResponse: TimeSpan.FromHours(1)),
            Some.Policy("standard", firstResponse: TimeSpan.FromHours(4)),
        ],
    };

    Store _store = null!;
    RenameTopic _rename = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        var apply = new ApplyOrganization(_store.Database, _store.Organization, _store.Clock);
        await apply.HandleAsync(Company, "test", null, default);
        _rename = new RenameTopic(_store.Database, apply, _store.Organization);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Whatever_refers_to_it_refers_to_the_new_name()
    {
        Assert.That(await RenameAsync("payment", "paying", "How to pay"), Is.EqualTo(Outcome.Ok));
        var file = _store.Organization.Now.File;
        Assert.That(file.Topics.Select(t => (t.Name, t.Title)), Is.EqualTo(new[] { ("billing", "Billing"), ("paying", "How to pay"), ("delivery", "delivery") }));
        Assert.That(file.Topic("paying"), Has.Property("Owner").EqualTo("ann").And.Property("Approval").True);
        Assert.That(Levels(file, "ann"), Is.EqualTo("paying:3 billing:1"));
        Assert.That(Levels(file, "bob"), Is.EqualTo("delivery:1 paying:2"));
        Assert.That(file.SlaPolicies[0].When.Topics, Is.EqualTo(new[] { "paying", "billing" }));
        Assert.That((await _store.AllAsync<OrganizationVersion>()).MaxBy(o => o.Number), Has.Property("AppliedBy").EqualTo("mia").And.Property("Number").EqualTo(2));
    }

    [Test]
    public async Task The_title_stays_where_no_other_is_given()
    {
        await RenameAsync("payment", "paying");
        Assert.That(_store.Organization.Now.File.Topic("paying")!.Title, Is.EqualTo("Paying"));
    }

    [Test]
    public async Task The_title_may_be_all_that_changes()
    {
        Assert.That(await RenameAsync("payment", "payment", "How to pay"), Is.EqualTo(Outcome.Ok));
        Assert.That(_store.Organization.Now.File.Topic("payment")!.Title, Is.EqualTo("How to pay"));
    }

    [Test]
    public async Task Merged_both_are_one_and_who_knew_both_keeps_the_higher_level()
    {
        Assert.That(await _rename.MergeAsync("payment", Mia, "billing", default), Is.EqualTo(Outcome.Ok));
        var file = _store.Organization.Now.File;
        Assert.That(file.Topics.Select(t => t.Name), Is.EqualTo(new[] { "billing", "delivery" }));
        var billing = file.Topic("billing")!;
        Assert.That((billing.Title, billing.Owner, billing.Approval), Is.EqualTo(("Billing", "mia", false)), "those of the one that stays");
        Assert.That(billing.Keywords, Is.EqualTo(new[] { "invoice", "refund", "card" }));
        Assert.That(billing.Examples, Is.EqualTo(new[] { "Where is my invoice?", "May I pay by card?" }));
        Assert.That(Levels(file, "ann"), Is.EqualTo("billing:3"));
        Assert.That(Levels(file, "bob"), Is.EqualTo("delivery:1 billing:2"));
        Assert.That(file.SlaPolicies[0].When.Topics, Is.EqualTo(new[] { "billing" }));
    }

    [TestCase(ConversationState.Assigned)]
    [TestCase(ConversationState.Waiting)]
    [TestCase(ConversationState.Answered)]
    [TestCase(ConversationState.Closed)]
    public async Task Its_questions_stay_where_they_are(string state)
    {
        var conversation = Some.Conversation("payment", state == ConversationState.Waiting ? null : "bob", state);
        await _store.AddAsync(conversation);
        await RenameAsync("payment", "paying");
        var after = (await _store.AllAsync<Conversation>()).Single();
        Assert.That((after.Topic, after.Expert, after.State), Is.EqualTo(("paying", conversation.Expert, state)));
        Assert.That(after.Version, Is.GreaterThan(conversation.Version), "so that who works on it meanwhile does it again");
    }

    [Test]
    public async Task Promises_are_kept_by_the_policy_of_the_topic_that_takes_it_in()
    {
        var conversation = Some.Conversation("delivery", "bob", ConversationState.Accepted);
        await _store.AddAsync(conversation);
        await CaughtUpAsync(await _rename.MergeAsync("delivery", Mia, "billing", default));
        Assert.That((await _store.AllAsync<Deadline>()).Single(), Has.Property("Target").EqualTo("firstResponse").And.Property("DueAt").EqualTo(Some.Monday.AddHours(1)));
    }

    [Test]
    public async Task Examples_declines_and_guesses_bear_the_new_name()
    {
        var waiting = Some.Conversation(state: ConversationState.Triage);
        waiting.Guesses = [new("payment", 0.4, ["card"]), new("billing", 0.3, [])];
        await _store.AddAsync(waiting, Example("payment"), Example("delivery"), new Decline { Expert = "bob", Topic = "payment", At = Some.Monday });
        await CaughtUpAsync(await _rename.MergeAsync("payment", Mia, "billing", default));
        Assert.That((await _store.AllAsync<TopicExample>()).Select(e => e.Topic), Is.EqualTo(new[] { "billing", "delivery" }));
        Assert.That((await _store.AllAsync<Decline>()).Single().Topic, Is.EqualTo("billing"));
        Assert.That((await _store.AllAsync<Conversation>()).Single().Guesses.Select(g => $"{g.Topic} {g.Confidence}"), Is.EqualTo(new[] { "billing 0.4" }));
    }

    [Test]
    public async Task What_cannot_be_is_refused_and_changes_nothing()
    {
        Assert.That(await RenameAsync("cheese", "milk"), Is.TypeOf<Outcome.NotFound>());
        Assert.That(Fault(await RenameAsync("payment", "billing")), Is.EqualTo("to: is a topic already; to make the two one, merge them"));
        Assert.That(Fault(await RenameAsync("payment", "How to pay")), Does.StartWith("to: must be 1 to 64 characters"));
        Assert.That(await _rename.MergeAsync("cheese", Mia, "billing", default), Is.TypeOf<Outcome.NotFound>());
        Assert.That(Fault(await _rename.MergeAsync("payment", Mia, "payment", default)), Is.EqualTo("into: must be another topic"));
        Assert.That(Fault(await _rename.MergeAsync("payment", Mia, "biling", default)), Is.EqualTo("into: there is no topic 'biling'; did you mean 'billing'?"));
        Assert.That(await _rename.RenameAsync("payment", Of("ann"), "paying", null, default), Is.TypeOf<Outcome.Forbidden>());
        Assert.That(_store.Organization.Now, Is.EqualTo(new Applied(1, Company)));
    }

    async Task<Outcome> RenameAsync(string name, string to, string? title = null) => await CaughtUpAsync(await _rename.RenameAsync(name, Mia, to, title, default));

    async Task<Outcome> CaughtUpAsync(Outcome outcome)
    {
        await CatchUpConversations.AllAsync(_store.Database, _store.Organization.Now, _store.Clock.GetUtcNow(), default);
        return outcome;
    }

    static Actor Mia => Of("mia");

    static Actor Of(string name) => new(name, Company.Person(name)!.Roles.ToImmutableHashSet(), Company.Person(name));

    static TopicExample Example(string topic) => new() { ConversationId = Guid.NewGuid(), Topic = topic, How = TaughtBy.Forwarding, By = "mia", At = Some.Monday };

    static string Levels(OrganizationFile file, string person) => string.Join(' ', file.Person(person)!.Topics.Select(t => $"{t.Topic}:{t.Level}"));

    static string Fault(Outcome outcome) => outcome is Outcome.Invalid { Faults: [var fault] } ? $"{fault.Path}: {fault.Message}" : outcome.ToString();
}
