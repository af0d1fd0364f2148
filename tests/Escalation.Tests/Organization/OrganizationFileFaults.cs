using System.Text.Json.Nodes;
using Escalation.Input;

namespace Escalation.Tests.Organization;

/// <summary>What the author of an organization file is told.</summary>
public partial class OrganizationFileFaults
{
    const string NameRule = "must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit";
    const string DurationRule = "must be a duration such as 01:30:00, or 2.00:00:00 for two days";
    const string TimeRule = "must be a time with its offset, such as 2026-12-21T09:00:00Z or 2026-12-21T10:00:00+01:00";
    const string HoursRule = "must be hours such as 09:00-12:30, 24:00 being allowed as an end";

    [TestCaseSource(nameof(JsonCases))]
    [TestCaseSource(nameof(ShapeCases))]
    [TestCaseSource(nameof(CalendarCases))]
    [TestCaseSource(nameof(TopicAndPersonCases))]
    [TestCaseSource(nameof(PolicyCases))]
    [TestCaseSource(nameof(ChannelAndAlertCases))]
    public void A_bad_file_tells_all_its_faults(string json, Fault[] expected) =>
        Assert.That(FakeNetwork.Faults(json), Is.EqualTo(expected));

    [Test]
    public void No_value_out_of_place_throws()
    {
        string[] strangers = ["null", "1e999", "\"\"", "[null, [], 1]", "{\"name\": {}, \"x\": 1}"];
        var values = ValuesOf(JsonNode.Parse(ContractExample.Json)!).Count();
        for (var i = 0; i < values; i++)
        {
            foreach (var stranger in strangers)
            {
                var file = JsonNode.Parse(ContractExample.Json)!;
                var place = ValuesOf(file).ElementAt(i);
                place.ReplaceWith(JsonNode.Parse(stranger));
                Assert.That(() => FakeNetwork.Faults(file.ToJsonString()), Throws.Nothing, file.ToJsonString());
            }
        }

        static IEnumerable<JsonNode> ValuesOf(JsonNode node) => node switch
        {
            JsonObject fields => fields.Select(field => field.Value!).SelectMany(value => ValuesOf(value).Prepend(value)),
            JsonArray items => items.SelectMany(item => ValuesOf(item!).Prepend(item!)),
            _ => [],
        };
    }

    static TestCaseData Case(string what, string json, params (string Path, string Message)[] faults) =>
        new TestCaseData(json, faults.Select(fault => new Fault(fault.Path, fault.Message)).ToArray()).SetArgDisplayNames(what);

    static IEnumerable<TestCaseData> JsonCases() =>
    [
        Case("nothing", "", ("$", "is not JSON at line 1, column 1: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true")),
        Case("an object cut off", "{\n  \"topics\": [", ("$", "is not JSON at line 2, column 14: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")),
        Case("a forgotten comma", "{\n  // häh\n  \"a\": \"ä\" \"b\": 1\n}", ("$", "is not JSON at line 3, column 12: '\"' is invalid after a value. Expected either ',', '}', or ']'")),
        Case("two documents", "{} {}", ("$", "is not JSON at line 1, column 4: '{' is invalid after a single JSON value. Expected end of data")),
        Case("too deep", new string('[', 33) + new string(']', 33), ("$", "is not JSON at line 1, column 33: The maximum configured depth of 32 has been exceeded. Cannot read next JSON array")),
        Case("half a character", """{"topics": [{"name": "\ud800"}]}""", ("$", "is not JSON at line 1, column 22: a \\u escape is only half of a character")),
        Case("half a character as a field", """{"\udc00x": 1}""", ("$", "is not JSON at line 1, column 2: a \\u escape is only half of a character")),
        Case("a list", "[]", ("$", "must be an object")),
        Case("null", "null", ("$", "must be an object")),
    ];

    static IEnumerable<TestCaseData> ShapeCases() =>
    [
        Case("an unknown section", """{"topcis": []}""", ("topcis", "is not known here; did you mean 'topics'?")),
        Case("a far-off section", """{"$schema": "x"}""",
            ("$['$schema']", "is not known here; there are calendars, topics, people, slaPolicies, escalationPolicies, channels, alerts")),
        Case("an unknown field", """{"topics": [{"name": "a", "title": "A", "key.words": []}]}""",
            ("topics[0]['key.words']", "is not known here; did you mean 'keywords'?")),
        Case("a section written twice", """{"topics": [], "topics": []}""", ("topics", "is written more than once")),
        Case("a field written thrice", """{"topics": [{"name": "a", "title": "A", "title": "B", "title": "C"}]}""", ("topics[0].title", "is written more than once")),
        Case("a section of another type", """{"people": {}, "topics": "a"}""", ("topics", "must be a list"), ("people", "must be a list")),
        Case("items of another type", """{"topics": [1, null, {"name": "a", "title": "A"}]}""", ("topics[0]", "must be an object"), ("topics[1]", "must be an object")),
        Case("required fields left out", """{"calendars": [{}], "topics": [{}], "people": [{}], "slaPolicies": [{}], "escalationPolicies": [{"steps": [{}]}], "channels": [{}], "alerts": [{}]}""",
            ("calendars[0].name", "is required"), ("calendars[0].timeZone", "is required"), ("calendars[0].hours", "is required"),
            ("topics[0].name", "is required"), ("topics[0].title", "is required"),
            ("people[0].name", "is required"), ("people[0].displayName", "is required"),
            ("slaPolicies[0].name", "is required"), ("slaPolicies[0].targets", "is required"),
            ("escalationPolicies[0].name", "is required"), ("escalationPolicies[0].steps[0].target", "is required"),
            ("escalationPolicies[0].steps[0].at", "is required, unless after says how long past the due time"), ("escalationPolicies[0].steps[0].do", "is required"),
            ("channels[0].name", "is required"), ("channels[0].network", "is required"), ("channels[0].settings", "is required"),
            ("alerts[0].name", "is required"), ("alerts[0].kind", "is required"), ("alerts[0].settings", "is required")),
        Case("null is left out", """{"topics": [{"name": null, "title": "A"}]}""", ("topics[0].name", "is required")),
        Case("names that are none", """{"topics": [{"name": "Billing", "title": "A"}, {"name": "", "title": "A"}, {"name": "-a", "title": "A"}, {"name": "a/b", "title": "A"}, {"name": 7, "title": "A"}, {"name": "a\n", "title": "A"}]}""",
            ("topics[0].name", NameRule), ("topics[1].name", "must not be empty"), ("topics[2].name", NameRule), ("topics[3].name", NameRule),
            ("topics[4].name", "must be a text"), ("topics[5].name", NameRule)),
        Case("a name of 65 characters", $$"""{"topics": [{"name": "{{new string('a', 65)}}", "title": "A"}]}""", ("topics[0].name", NameRule)),
        Case("a name used twice", """{"topics": [{"name": "a", "title": "A"}, {"name": "b", "title": "B"}, {"name": "a", "title": "C"}]}""",
            ("topics[2].name", "is already the name of topics[0]")),
        Case("a badly written name may still be referred to", """{"topics": [{"name": "Billing", "title": "A"}], "people": [{"name": "ann", "displayName": "Ann", "topics": [{"topic": "Billing"}]}]}""",
            ("topics[0].name", NameRule)),
    ];

    static IEnumerable<TestCaseData> TopicAndPersonCases() =>
    [
        Case("a topic's fields of other types", """{"topics": [{"name": "a", "title": " ", "keywords": "x", "examples": [1, "", "x\u0000"], "owner": [], "approval": "yes"}]}""",
            ("topics[0].title", "must not be empty"), ("topics[0].keywords", "must be a list"), ("topics[0].examples[0]", "must be a text"),
            ("topics[0].examples[1]", "must not be empty"), ("topics[0].examples[2]", "must not contain the character NUL"),
            ("topics[0].owner", "must be a text"), ("topics[0].approval", "must be true or false")),
        Case("former names that lead nowhere or to two topics", """{"topics": [{"name": "a", "title": "A", "formerNames": ["b", "old", "B!"]}, {"name": "b", "title": "B", "formerNames": ["old"]}]}""",
            ("topics[0].formerNames[0]", "is the name of a topic in this file"), ("topics[0].formerNames[2]", NameRule), ("topics[1].formerNames[0]", "is already a former name of another topic")),
        Case("a title without end", $$"""{"topics": [{"name": "a", "title": "{{new string('x', 201)}}"}]}""", ("topics[0].title", "must not be longer than 200 characters")),
        Case("an owner unknown", """{"topics": [{"name": "a", "title": "A", "owner": "bo"}], "people": [{"name": "bob", "displayName": "Bob"}]}""",
            ("topics[0].owner", "there is no person 'bo'; did you mean 'bob'?")),
        Case("an owner unknown and far", """{"topics": [{"name": "a", "title": "A", "owner": "zoe"}]}""", ("topics[0].owner", "there is no person 'zoe'")),
        Case("a person's unknown topic and calendar", """{"topics": [{"name": "billing", "title": "B"}], "calendars": [{"name": "office", "timeZone": "UTC", "hours": {"monday": ["09:00-17:00"]}}], "people": [{"name": "ann", "displayName": "Ann", "topics": [{"topic": "biling"}, {}], "calendar": "offcie"}]}""",
            ("people[0].topics[0].topic", "there is no topic 'biling'; did you mean 'billing'?"), ("people[0].topics[1].topic", "is required"),
            ("people[0].calendar", "there is no calendar 'offcie'; did you mean 'office'?")),
        Case("a person's topic twice", """{"topics": [{"name": "a", "title": "A"}], "people": [{"name": "ann", "displayName": "Ann", "topics": [{"topic": "a", "level": 1}, {"topic": "a", "level": 2}]}]}""",
            ("people[0].topics[1].topic", "this person has the topic 'a' already")),
        Case("levels and capacities out of range", """{"topics": [{"name": "a", "title": "A"}, {"name": "b", "title": "B"}, {"name": "c", "title": "C"}], "people": [{"name": "ann", "displayName": "Ann", "capacity": 1001, "topics": [{"topic": "a", "level": 0}, {"topic": "b", "level": 11}, {"topic": "c", "level": 1.5}]}, {"name": "bob", "displayName": "Bob", "capacity": -1}, {"name": "cid", "displayName": "Cid", "capacity": 1e99}, {"name": "dan", "displayName": "Dan", "capacity": "5"}]}""",
            ("people[0].topics[0].level", "must be a whole number from 1 to 10"), ("people[0].topics[1].level", "must be a whole number from 1 to 10"), ("people[0].topics[2].level", "must be a whole number from 1 to 10"),
            ("people[0].capacity", "must be a whole number from 0 to 1000"), ("people[1].capacity", "must be a whole number from 0 to 1000"),
            ("people[2].capacity", "must be a whole number from 0 to 1000"), ("people[3].capacity", "must be a whole number from 0 to 1000")),
        Case("e-mail addresses that are none", """{"people": [{"name": "ann", "displayName": "Ann", "email": "ann"}, {"name": "bob", "displayName": "Bob", "email": "@b"}, {"name": "cid", "displayName": "Cid", "email": "a@b\r\nBcc: x@y"}]}""",
            ("people[0].email", "must be an e-mail address such as ann@example.org"), ("people[1].email", "must be an e-mail address such as ann@example.org"), ("people[2].email", "must be an e-mail address such as ann@example.org")),
        Case("roles", """{"people": [{"name": "ann", "displayName": "Ann", "roles": ["boss", "integration", "expert", "expert", "Admin", 4]}]}""",
            ("people[0].roles[0]", "must be one of expert, manager, ops, admin"), ("people[0].roles[1]", "integration is for API keys only; a person must be one of expert, manager, ops, admin"),
            ("people[0].roles[3]", "is already in the list"), ("people[0].roles[4]", "must be one of expert, manager, ops, admin"), ("people[0].roles[5]", "must be a text")),
        Case("a language", """{"people": [{"name": "ann", "displayName": "Ann", "languages": ["en", "English", "EN"]}]}""",
            ("people[0].languages[1]", "must be a language tag such as en or pt-BR"), ("people[0].languages[2]", "must be a language tag such as en or pt-BR")),
        Case("a person named like a group", """{"people": [{"name": "ops", "displayName": "Ops"}]}""", ("people[0].name", "'ops' stands for others in alerts; choose another name")),
        Case("two who stand in for each other", People("bob 01 05", "ann 04 08"),
            ("people[0].absences[0].substitute", "goes in a circle: ann for bob for ann, all absent at the same time"),
            ("people[1].absences[0].substitute", "goes in a circle: bob for ann for bob, all absent at the same time")),
        Case("three in a circle", People("bob 01 05", "cas 04 08", "ann 02 09"),
            ("people[0].absences[0].substitute", "goes in a circle: ann for cas for bob for ann, all absent at the same time"),
            ("people[1].absences[0].substitute", "goes in a circle: bob for ann for cas for bob, all absent at the same time"),
            ("people[2].absences[0].substitute", "goes in a circle: cas for bob for ann for cas, all absent at the same time")),
        Case("one after the other", People("bob 01 05", "ann 05 08")),
        Case("absences", """{"people": [{"name": "ann", "displayName": "Ann", "absences": [{"from": "2026-12-21T00:00:00Z", "to": "2026-12-21T01:00:00+01:00", "substitute": "ann"}, {"from": "2026-12-21", "substitute": "bob"}, {"from": "2026-12-21T00:00:00", "to": "2026-02-30T00:00:00Z"}]}]}""",
            ("people[0].absences[0].to", "must be later than from"), ("people[0].absences[0].substitute", "must be somebody else"),
            ("people[0].absences[1].from", TimeRule), ("people[0].absences[1].to", "is required"), ("people[0].absences[1].substitute", "there is no person 'bob'"),
            ("people[0].absences[2].from", TimeRule), ("people[0].absences[2].to", TimeRule)),
    ];

    /// <summary>Ann, Bob and Cas, each with <c>substitute from to</c> in days of December.</summary>
    static string People(params string[] absences) => $$"""{"people": [{{string.Join(", ", absences.Select((absence, i) => Person(i, absence.Split(' '))))}}]}""";

    static string Person(int i, string[] absence) =>
        $$"""{"name": "{{"ann bob cas".Split()[i]}}", "displayName": "P", "absences": [{"from": "2026-12-{{absence[1]}}T00:00:00Z", "to": "2026-12-{{absence[2]}}T00:00:00Z", "substitute": "{{absence[0]}}"}]}""";
}
