using Escalation.Organization;

namespace Escalation.Tests.Organization;

/// <summary>The export, and the hash by which versions are told apart.</summary>
public class OrganizationWritten
{
    /// <summary>Everything at a value that is not the default.</summary>
    const string Unusual = """
        {
          "calendars": [ { "name": "c", "timeZone": "America/New_York", "hours": { "sunday": [ "22:00-06:00", "18:00-22:00" ], "monday": [ "18:00-24:00" ] } } ],
          "topics": [ { "name": "a", "title": "Ä <b> & \"q\"", "approval": true }, { "name": "b", "title": "B" } ],
          "people": [
            { "name": "ann", "displayName": "Ann", "roles": [], "topics": [ { "topic": "a" }, { "topic": "b", "level": 10 } ], "capacity": 0 },
            { "name": "bob", "displayName": "Bob", "roles": [ "ops", "admin" ],
              "absences": [ { "from": "2026-12-21T09:00:00.1234567+01:00", "to": "2026-12-22T00:00:00Z" } ] }
          ],
          "slaPolicies": [ { "name": "p", "when": { "priorities": [ "urgent" ], "authorTags": [ "VIP" ], "channels": [ "x" ], "networks": [ "forum" ], "languages": [ "pt-BR" ] },
            "targets": { "nextResponse": "00:00:00.5000000" }, "reopenWithin": "1.00:00:00", "closeAfter": null, "holdingMeetsFirstResponse": true } ],
          "escalationPolicies": [ { "name": "l", "steps": [ { "target": "resolution", "at": "12.5%", "do": [ "notify:bob" ] } ] }, { "name": "m" } ],
          "channels": [ { "name": "x", "network": "forum", "settings": {} }, { "name": "y", "network": "mastodon", "settings": { "hashtag": true, "baseUrl": "http://x", "accessToken": "file:/run/token" } } ],
          "alerts": [ { "name": "h", "kind": "webhook", "settings": { "url": "https://x.example", "secret": "env:S" } } ]
        }
        """;

    [TestCase(ContractExample.Json, TestName = "The contract's example is read back as it was written")]
    [TestCase(Unusual, TestName = "What differs from the defaults is read back as it was written")]
    public void What_is_written_is_read_back(string json)
    {
        var file = FakeNetwork.Read(json);
        var again = FakeNetwork.Read(OrganizationWriter.Write(file));
        Assert.That(again, Is.EqualTo(file).UsingPropertiesComparer());
        Assert.That(OrganizationWriter.Write(again), Is.EqualTo(OrganizationWriter.Write(file)));
    }

    [Test]
    public void The_export_is_readable_and_leaves_defaults_out()
    {
        var file = FakeNetwork.Read("""{ "topics": [ { "name": "a", "title": "Rückgabe & <Umtausch>", "approval": false, "keywords": [], "owner": null } ] }""");
        Assert.That(OrganizationWriter.Write(file), Is.EqualTo("""
            {
              "topics": [
                {
                  "name": "a",
                  "title": "Rückgabe & <Umtausch>"
                }
              ]
            }

            """));
    }

    [Test]
    public void Formatting_comments_escapes_and_defaults_do_not_change_the_hash()
    {
        var plain = FakeNetwork.Read("""{"people":[{"name":"ann","displayName":"Ann"}],"channels":[{"name":"x","network":"mastodon","settings":{"baseUrl":"http://x","accessToken":"env:T"}}]}""");
        var dressed = FakeNetwork.Read("""
            { // the same
              "channels": [ { "network": "mastodon", "settings": { "accessToken": "\u0065nv:T", "baseUrl": "http:\/\/x" }, "name": "x" } ],
              "people": [ { "displayName": "\u0041nn", "capacity": 10, "roles": [], "name": "ann", }, ],
            }
            """);
        Assert.That(OrganizationWriter.Hash(dressed), Is.EqualTo(OrganizationWriter.Hash(plain)).And.Matches("^[0-9a-f]{64}$"));
    }

    [Test]
    public void A_changed_or_moved_word_changes_the_hash()
    {
        string[] files =
        [
            """{"topics": [{"name": "a", "title": "A"}, {"name": "b", "title": "B"}]}""",
            """{"topics": [{"name": "b", "title": "B"}, {"name": "a", "title": "A"}]}""",
            """{"topics": [{"name": "a", "title": "A"}, {"name": "b", "title": "B", "approval": true}]}""",
        ];
        Assert.That(files.Select(json => OrganizationWriter.Hash(FakeNetwork.Read(json))), Is.Unique);
    }
}
