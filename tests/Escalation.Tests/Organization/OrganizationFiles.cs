using Escalation.Organization;
using NodaTime;

namespace Escalation.Tests.Organization;

/// <summary>What a good organization file means, and that it is written back as it was meant.</summary>
public class OrganizationFiles
{
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    static IEnumerable<TestCaseData> ReadAndReadAgain()
    {
        yield return new TestCaseData(ContractExample.Json).SetArgDisplayNames("as in the contract");
        yield return new TestCaseData(OrganizationWriter.Write(FakeNetwork.Read(ContractExample.Json))).SetArgDisplayNames("as written back");
    }

    [Test]
    public void Who_stands_in_for_somebody_may_answer_also_without_topics()
    {
        var file = FakeNetwork.Read("""
            { "topics": [ { "name": "billing", "title": "Billing" } ], "people": [
                { "name": "ann", "displayName": "Ann", "topics": [ { "topic": "billing" } ], "absences": [ { "from": "2026-12-21T00:00:00Z", "to": "2026-12-28T00:00:00Z", "substitute": "bob" } ] },
                { "name": "bob", "displayName": "Bob" }, { "name": "cas", "displayName": "Cas" } ] }
            """);
        Assert.That(file.Person("bob")!.Roles, Is.EqualTo([Role.Expert]));
        Assert.That(file.Person("cas")!.Roles, Is.Empty);
        Assert.That(FakeNetwork.Read(OrganizationWriter.Write(file)).Person("bob")!.Roles, Is.EqualTo([Role.Expert]));
    }

    [TestCaseSource(nameof(ReadAndReadAgain))]
    public void The_example_of_the_contract_is_understood(string json)
    {
        var file = FakeNetwork.Read(json);
        Assert.Multiple(() =>
        {
            var office = file.Calendars.Single();
            Assert.That(office.TimeZone, Is.EqualTo(DateTimeZoneProviders.Tzdb["Europe/Brussels"]));
            Assert.That(office.Hours.Keys, Is.EqualTo([IsoDayOfWeek.Monday, IsoDayOfWeek.Friday]));
            Assert.That(office.Hours[IsoDayOfWeek.Monday], Is.EqualTo([Open(9, 0, 12, 30), Open(13, 30, 17, 30)]));
            Assert.That(office.Closed, Is.EqualTo([new LocalDate(2026, 12, 25), new LocalDate(2027, 1, 1)]));

            var billing = file.Topic("billing")!;
            Assert.That(billing, Is.EqualTo(new Topic("billing", "Billing and invoices", billing.Keywords, billing.Examples, "ann", false)));
            Assert.That(billing.Keywords, Is.EqualTo(["invoice", "refund"]));
            Assert.That(billing.Examples, Is.EqualTo(["Where do I find my invoice?"]));

            var ann = file.Person("ann")!;
            Assert.That((ann.DisplayName, ann.Email, ann.Calendar, ann.Capacity, ann.Profile), Is.EqualTo(("Ann Peeters", "ann@example.org", "office", 5, "invoices, VAT, SEPA")));
            Assert.That(ann.Roles, Is.EqualTo([Role.Expert, Role.Manager]));
            Assert.That(ann.Topics, Is.EqualTo([new PersonTopic("billing", 3)]));
            Assert.That(ann.Languages, Is.EqualTo(["en", "nl"]));
            Assert.That(ann.Absences, Is.EqualTo([new Absence(Utc(12, 21), Utc(12, 28), "bob")]));

            var standard = file.SlaPolicies.Single();
            Assert.That((standard.Name, standard.Calendar, standard.Escalation), Is.EqualTo(("standard", "office", "ladder")));
            Assert.That(standard.When.Topics, Is.EqualTo(["billing"]));
            Assert.That(standard.Targets, Is.EqualTo(new PolicyTargets(TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromDays(2))));
            Assert.That((standard.ReopenWithin, standard.CloseAfter, standard.HoldingMeetsFirstResponse), Is.EqualTo((Week, (TimeSpan?)Week, false)));

            var steps = file.EscalationPolicies.Single().Steps;
            Assert.That(steps.Select(step => (step.Target, step.At, step.After)), Is.EqualTo(new (string, decimal?, TimeSpan?)[]
            {
                ("firstResponse", 0.5m, null), ("firstResponse", 0.8m, null), ("firstResponse", 1m, null), ("firstResponse", null, TimeSpan.FromMinutes(30)),
            }));
            Assert.That(steps.SelectMany(step => step.Do), Is.EqualTo(["remind", "reassign", "notify:owner", "notify:ops", "notify:managers", "raisePriority"]));

            var mastodon = file.Channel("acme-mastodon")!;
            Assert.That((mastodon.Network, mastodon.Settings["baseUrl"], mastodon.Settings["accessToken"], mastodon.Settings["hashtag"]),
                Is.EqualTo(("mastodon", "https://social.example", "env:ACME_MASTODON_TOKEN", (string?)null)));

            Assert.That(file.Alerts.Select(alert => (alert.Name, alert.Kind)), Is.EqualTo(new[] { ("ops-chat", "slack"), ("mail", "email") }));
            Assert.That(file.Alerts[0].Events, Is.EqualTo(["breached", "uncovered", "deliveryFailed"]));
            Assert.That(file.Alerts[1].To, Is.EqualTo(["assignee", "owner", "managers"]));
            Assert.That(file.Alerts[1].Settings["port"], Is.EqualTo("25"));
        });
    }

    [Test]
    public void What_is_left_out_takes_its_default()
    {
        var file = FakeNetwork.Read("""
            {
              "topics": [ { "name": "a", "title": "A" } ],
              "people": [ { "name": "ann", "displayName": "Ann", "topics": [ { "topic": "a" } ] }, { "name": "bob", "displayName": "Bob" } ],
              "slaPolicies": [ { "name": "p", "targets": { "resolution": "01:00:00" } }, { "name": "q", "targets": { "resolution": "01:00:00" }, "closeAfter": null } ],
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(file.Calendars, Is.Empty);
            Assert.That((file.Topics[0].Owner, file.Topics[0].Approval), Is.EqualTo(((string?)null, false)));
            Assert.That(file.People[0].Roles, Is.EqualTo([Role.Expert]));
            Assert.That(file.People[1].Roles, Is.Empty);
            Assert.That((file.People[0].Capacity, file.People[0].Topics[0].Level, file.People[0].Calendar), Is.EqualTo((10, 1, (string?)null)));
            Assert.That(file.SlaPolicies[0].When, Is.EqualTo(PolicyConditions.Everything));
            Assert.That((file.SlaPolicies[0].ReopenWithin, file.SlaPolicies[0].CloseAfter), Is.EqualTo((Week, (TimeSpan?)Week)));
            Assert.That(file.SlaPolicies[1].CloseAfter, Is.Null, "null is never");
        });
    }

    [TestCase("{}")]
    [TestCase("\uFEFF{}", TestName = "An empty file with a byte order mark is an empty organization")]
    public void An_empty_file_is_an_empty_organization(string json) =>
        Assert.That(OrganizationWriter.Write(FakeNetwork.Read(json)), Is.EqualTo(OrganizationWriter.Write(OrganizationFile.Empty)));

    static IEnumerable<TestCaseData> TouchingHours()
    {
        yield return Hours("noon", "\"monday\": [\"12:00-17:00\", \"09:00-12:00\"]", 2);
        yield return Hours("midnight as 24:00", "\"monday\": [\"18:00-24:00\"], \"tuesday\": [\"00:00-06:00\"]", 2);
        yield return Hours("past midnight", "\"friday\": [\"22:00-06:00\"], \"saturday\": [\"06:00-07:00\"]", 2);
        yield return Hours("Sunday night into Monday", "\"sunday\": [\"22:00-06:00\"], \"monday\": [\"06:00-07:00\"]", 2);
        yield return Hours("around the clock", string.Join(", ", Enum.GetNames<IsoDayOfWeek>()[1..].Select(day => $"\"{day.ToLowerInvariant()}\": [\"00:00-24:00\"]")), 7);
        yield return Hours("around the clock from nine", "\"sunday\": [\"09:00-09:00\"], \"monday\": [\"09:00-09:00\"]", 2);

        static TestCaseData Hours(string what, string hours, int count) => new TestCaseData(hours, count).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(TouchingHours))]
    public void Hours_that_touch_do_not_overlap(string hours, int count)
    {
        var file = FakeNetwork.Read($$"""{"calendars": [{"name": "c", "timeZone": "UTC", "hours": { {{hours}} } } ] }""");
        Assert.That(file.Calendars[0].Hours.Values.Sum(day => day.Length), Is.EqualTo(count));
    }

    [TestCase("18:00-24:00", 18, 0, true)]
    [TestCase("00:00-24:00", 0, 0, true)]
    [TestCase("22:00-06:00", 22, 6, true)]
    [TestCase("09:00-09:00", 9, 9, true)]
    [TestCase("09:00-23:00", 9, 23, false)]
    public void Hours_end_the_same_day_or_the_next(string written, int from, int to, bool nextDay)
    {
        var file = FakeNetwork.Read($$"""{"calendars": [{"name": "c", "timeZone": "UTC", "hours": {"monday": ["{{written}}"] } } ] }""");
        Assert.That(file.Calendars[0].Hours[IsoDayOfWeek.Monday], Is.EqualTo([new OpenInterval(new(from, 0), new(to, 0), nextDay)]));
        Assert.That(OrganizationWriter.Write(file), Does.Contain($"\"{written}\""));
    }

    static OpenInterval Open(int fromHour, int fromMinute, int toHour, int toMinute) => new(new(fromHour, fromMinute), new(toHour, toMinute), false);

    static DateTimeOffset Utc(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
}
