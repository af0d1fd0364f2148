using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Organization;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Topics;

public class FormerNames
{
    static OrganizationFile Company(string topic, params string[] formerNames) => new()
    {
        Topics = [Some.Topic(topic, "invoice") with { FormerNames = [.. formerNames] }],
        People = [Some.Person("ann", topic), Some.Person("bob", topic)],
    };

    [TestCase(ConversationState.Assigned, "ann")]
    [TestCase(ConversationState.Waiting, null)]
    [TestCase(ConversationState.Closed, "ann")]
    public async Task A_topic_renamed_in_the_file_takes_its_work_along(string state, string? expert)
    {
        await using var store = await Store.NewAsync();
        await ApplyAsync(store, Company("billing"));
        await store.AddAsync(Some.Conversation("billing", expert, state));
        await ApplyAsync(store, Company("money", "billing"));
        Assert.That((await store.AllAsync<Conversation>()).Single(), Has.Property("Topic").EqualTo("money").And.Property("State").EqualTo(state).And.Property("Expert").EqualTo(expert));
    }

    [Test]
    public async Task Without_its_former_name_it_is_another_topic_and_the_work_goes_to_triage()
    {
        await using var store = await Store.NewAsync();
        await ApplyAsync(store, Company("billing"));
        await store.AddAsync(Some.Conversation("billing", "ann"));
        await ApplyAsync(store, Company("money"));
        Assert.That((await store.AllAsync<Conversation>()).Single().State, Is.EqualTo(ConversationState.Triage));
    }

    [Test]
    public void Until_its_questions_bear_the_new_name_the_former_one_leads_to_it()
    {
        var file = Company("money", "billing", "cash");
        Assert.That(file.Topic("cash"), Is.SameAs(file.Topics[0]));
        Assert.That(file.PresentName("billing"), Is.EqualTo("money"));
        Assert.That(file.PresentName("delivery"), Is.EqualTo("delivery"));
    }

    [Test]
    public void They_are_written_and_read_again()
    {
        var file = FakeNetwork.Read("""{ "topics": [ { "name": "money", "title": "Money", "formerNames": ["billing"] } ] }""");
        Assert.That(FakeNetwork.Read(OrganizationWriter.Write(file)).Topics[0].FormerNames, Is.EqualTo(new[] { "billing" }));
    }

    static async Task ApplyAsync(Store store, OrganizationFile file)
    {
        var applied = await new ApplyOrganization(store.Database, store.Organization, store.Clock).HandleAsync(file, "mia", null, default);
        await CatchUpConversations.AllAsync(store.Database, applied, store.Clock.GetUtcNow(), default);
    }
}
