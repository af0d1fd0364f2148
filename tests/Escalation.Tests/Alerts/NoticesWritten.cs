using System.Collections.Immutable;
using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Alerts;

/// <summary>Who is told of what, by which alert channel.</summary>
public sealed class NoticesWritten
{
    static readonly Conversation Held = Some.Conversation("billing", "ann");

    [TestCase("assignee", ExpectedResult = "ann")]
    [TestCase("owner", ExpectedResult = "mia")]
    [TestCase("managers", ExpectedResult = "mia, max")]
    [TestCase("ops", ExpectedResult = "olga")]
    [TestCase("bob", ExpectedResult = "bob")]
    [TestCase("assignee owner managers ann", ExpectedResult = "ann, mia, max")]
    public string Words_stand_for_people(string to) => string.Join(", ", Written([Channel("slack", to)], Held).Single().To);

    [Test]
    public void Who_waits_for_an_expert_has_no_assignee_and_what_has_no_topic_no_owner()
    {
        var waiting = Some.Conversation(null, "ann", ConversationState.Triage);
        Assert.That(Written([Channel("slack", "assignee"), Channel("slack", "owner"), Channel("email", "assignee owner")], waiting), Is.Empty);
        Assert.That(Written([Channel("slack", "owner")], null), Is.Empty);
    }

    [Test]
    public void A_channel_that_names_nobody_is_told_for_whoever_reads_it()
    {
        Assert.That(Written([Channel("slack", "")], Held).Single().To, Is.Empty);
        Assert.That(Written([Channel("slack", "")], Held, ["bob"]).Single().To, Is.EqualTo(new[] { "bob" }));
        Assert.That(Written([Channel("email", "")], Held), Is.Empty, "a mail goes to people");
        Assert.That(Written([Channel("email", "")], Held, ["bob", "bob"]).Single().Reader, Is.EqualTo("bob"));
    }

    [TestCase("managers", "max,ann", ExpectedResult = "max")]
    [TestCase("managers ann", "ann,max", ExpectedResult = "max, ann")]
    [TestCase("managers", "ann", ExpectedResult = "")]
    [TestCase("managers", "", ExpectedResult = "")]
    public string A_channel_that_names_others_is_not_meant(string to, string people) => string.Join(", ", Written(
        [Channel("webhook", to)], Held, people.Split(',', StringSplitOptions.RemoveEmptyEntries)).SelectMany(n => n.To));

    [Test]
    public void By_mail_each_is_told_alone_and_once()
    {
        var notices = Written([Channel("email", "mia managers owner")], Held);
        Assert.That(notices.Select(n => (n.Reader, n.To.Single())), Is.EqualTo(new[] { ("mia", "mia"), ("max", "max") }));
        Assert.That(notices, Has.All.Property("State").EqualTo(NoticeState.New).And.All.Property("Text").EqualTo("It is late."));
    }

    [Test]
    public void Only_channels_that_ask_for_the_event_are_told_and_never_the_one_that_it_is_about()
    {
        ImmutableArray<AlertChannel> channels = [Channel("slack", "") with { Name = "one" }, Channel("slack", "") with { Name = "two", Events = ["assigned"] }, Channel("slack", "") with { Name = "three" }];
        Assert.That(Written(channels, Held, notBy: "three").Select(n => n.Channel), Is.EqualTo(new[] { "one" }));
    }

    static AlertChannel Channel(string kind, string to) =>
        new("a", kind, [NoticeEvents.Breached], [.. to.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Settings.None);

    static List<Notice> Written(ImmutableArray<AlertChannel> channels, Conversation? conversation, string[]? people = null, string? notBy = null)
    {
        var file = new OrganizationFile
        {
            Topics = [Some.Topic("billing") with { Owner = "mia" }],
            People = [Some.Person("ann"), Some.Person("bob"), Some.Person("mia", roles: Role.Manager), Some.Person("max", roles: [Role.Manager, Role.Expert]), Some.Person("olga", roles: Role.Ops)],
            Alerts = channels,
        };
        using var db = new StorageOptions().Contexts(Path.GetTempPath(), TimeProvider.System)();
        db.Notify(file, NoticeEvents.Breached, Some.Monday, "It is late.", conversation, people, notBy);
        return [.. db.ChangeTracker.Entries<Notice>().Where(e => e.State == EntityState.Added).Select(e => e.Entity)];
    }
}
