using System.Text;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed partial class When_the_input_is_bad
{
    const string Posts = "channels/site/posts";
    const string Target = "; write topic:NAME or expert:NAME";
    const string Instant = "must be a time with its offset, such as 2026-12-21T09:00:00Z or 2026-12-21T10:00:00+01:00";
    const string Cursor = "must be the next of an earlier list";

    static IEnumerable<TestCaseData> Cases() => [.. PostCases(), .. ActionCases(), .. TopicCases(), .. QueryCases(), .. OrganizationCases()];

    static IEnumerable<TestCaseData> PostCases() =>
    [
        Case("nothing at all", "POST", Posts, "", "id: is required", "text: is required", "author: is required"),
        Case("an empty object", "POST", Posts, "{}", "id: is required", "text: is required", "author: is required"),
        Case("a list", "POST", Posts, "[]", "$: must be an object"),
        Case("null", "POST", Posts, "null", "$: must be an object"),
        Case("a text", "POST", Posts, "\"hello\"", "$: must be an object"),
        Case("wrong types", "POST", Posts, """{"id": 1, "text": ["a"], "author": "zoe", "attachments": {}, "createdAt": 5}""",
            "id: must be a text", "text: must be a text", "author: must be an object", "attachments: must be a list", "createdAt: must be a text"),
        Case("blanks", "POST", Posts, """{"id": " ", "text": "\n", "author": {"id": "", "name": "\t"}}""",
            "id: must not be empty", "text: must not be empty", "author.id: must not be empty", "author.name: must not be empty"),
        Case("an unknown field", "POST", Posts, Post(""", "langauge": "en" """), "langauge: is not known here; did you mean 'language'?"),
        Case("an unknown field deep inside", "POST", Posts, Post(""", "attachments": [{"url": "https://a.example/1", "size": 1}]"""),
            "attachments[0].size: is not known here; there are url, mediaType, description"),
        Case("a field twice", "POST", Posts, """{"id": "p", "id": "q", "text": "a", "author": {"id": "u", "name": "U", "name": "V"}}""",
            "id: is written more than once", "author.name: is written more than once"),
        Case("an odd field name", "POST", Posts, Post(""", "a b": 1"""),
            "$['a b']: is not known here; there are id, attachments, text, author, inReplyTo, url, createdAt, language"),
        Case("bad urls", "POST", Posts, Post(""", "url": "javascript:alert(1)", "attachments": [{"url": "/a"}, {"mediaType": "image/png"}]"""),
            "url: must be an absolute http or https URL", "attachments[0].url: must be an absolute http or https URL", "attachments[1].url: is required"),
        Case("a time without its offset", "POST", Posts, Post(""", "createdAt": "2026-12-21T09:00:00" """), $"createdAt: {Instant}"),
        Case("a day that there is not", "POST", Posts, Post(""", "createdAt": "2026-02-30T09:00:00Z" """), $"createdAt: {Instant}"),
        Case("no language", "POST", Posts, Post(""", "language": "English!" """), "language: must be a language tag such as en or pt-BR"),
        Case("NUL", "POST", Posts, """{"id": "p\u0000", "text": "a", "author": {"id": "u", "name": "U"}}""", "id: must not contain the character NUL"),
        Case("long names", "POST", Posts, $$"""{"id": "{{new string('é', 257)}}", "text": "a", "inReplyTo": "{{new string('i', 513)}}", "author": {"id": "u", "name": "{{new string('n', 201)}}"} }""",
            "id: must not be longer than 512 bytes of UTF-8", "inReplyTo: must not be longer than 512 bytes of UTF-8", "author.name: must not be longer than 200 characters"),
        Case("invisible text", "POST", Posts, """{"id": "\u200b", "text": "\u200b\u2800\ufe0f \u3164", "author": {"id": "u", "name": "U"}, "attachments": []}""",
            "id: must not be empty", "text: must not be empty"),
        Case("a text that is none, with attachments", "POST", Posts, """{"id": "p", "text": 1, "author": {"id": "u", "name": "U"}, "attachments": [{"url": "https://a.example/1"}]}""",
            "text: must be a text"),
        Case("an edit", "PUT", Posts + "/p", """{"id": "p", "text": "", "editedAt": "now"}""",
            "text: must not be empty", "author: is required", $"editedAt: {Instant}", "id: is not known here; there are attachments, text, author, inReplyTo, url, createdAt, language, editedAt"),
        Case("an edit of nothing", "PUT", Posts + "/%20", """{"text": "a", "author": {"id": "u", "name": "U"}}""", "id: must not be empty"),
        Case("an edit of a long id", "PUT", Posts + "/" + new string('i', 513), """{"text": "a", "author": {"id": "u", "name": "U"}}""", "id: must not be longer than 512 bytes of UTF-8"),
        Case("a deletion of a long id", "DELETE", Posts + "/" + new string('i', 513), "", "id: must not be longer than 512 bytes of UTF-8"),
        Case("a long text", "POST", Posts, $$"""{"id": "p", "text": "{{new string('a', 64 * 1024 + 1)}}", "author": {"id": "u", "name": "U"} }""",
            "text: must not be longer than 64 KiB of UTF-8"),
        Case("a tag twice", "POST", Posts, """{"id": "p", "text": "a", "author": {"id": "u", "name": "U", "tags": ["vip", 1, "vip"]}}""",
            "author.tags[1]: must be a text", "author.tags[2]: is already in the list"),
        Case("too many attachments", "POST", Posts, Post($""", "attachments": [{string.Join(',', Enumerable.Repeat("""{"url": "https://a.example/1"}""", 21))}]"""),
            "attachments: must be at most 20"),
    ];

    static IEnumerable<TestCaseData> ActionCases() =>
    [
        Action("accept", """{"by": "nobody"}""", "by: there is nobody called nobody"),
        Action("accept", """{"by": 7}""", "by: must be a text"),
        Action("accept", """{"expert": "ann"}""", "expert: is not known here; there are by"),
        Action("accept", "{}", "by: is required: this key belongs to no person"),
        Action("decline", "{}", "reason: is required"),
        Action("decline", """{"by": "ann", "reason": "no", "suggest": "topic:cheese"}""", $"suggest: there is no topic:cheese{Target}"),
        Action("decline", $$"""{"reason": "{{new string('r', 2001)}}", "suggest": ""}""", "reason: must not be longer than 2000 characters", "suggest: must not be empty"),
        Action("forward", """{"to": "topic:cheese"}""", $"to: there is no topic:cheese{Target}"),
        Action("forward", """{"to": "expert:nobody"}""", $"to: there is no expert:nobody{Target}"),
        Action("forward", """{"to": "expert:olga"}""", "to: has no role that answers questions"),
        Action("forward", """{"to": "billing", "note": 1, "insist": "yes"}""", "note: must be a text", "insist: must be true or false"),
        Action("forward", """{"to": "billing"}""", $"to: there is no billing{Target}"),
        Action("answers", """{"text": "", "holding": 1}""", "text: must not be empty", "holding: must be true or false"),
        Action("answers", """{"text": "It is in your mail."}""", "by: is required: this key belongs to no person"),
        Action("notes", "", "text: is required"),
        Action("notes", """{"text": "\u00ad\u034f"}""", "text: must not be empty"),
        Action("answers", """{"by": "ann", "text": "\u2060\u115f"}""", "text: must not be empty"),
        Action("hold", """{"until": "tomorrow"}""", $"until: {Instant}"),
        Action("hold", """{"until": "2001-01-01T00:00:00Z"}""", "until: must be in the future"),
        Action("resume", """{"until": null}""", "until: is not known here; there are by"),
        Action("close", """{"reason": "silence"}""", "reason: must be one of answered, notAQuestion, spam, duplicate, abandoned"),
        Action("close", """{"reason": "Spam", "by": ""}""", "reason: must be one of answered, notAQuestion, spam, duplicate, abandoned", "by: must not be empty"),
        Action("priority", """{"to": "highest"}""", "to: must be one of low, normal, high, urgent"),
        Action("merge", """{"into": "that one"}""", "into: must be a conversation's id"),
        Action("merge", """{"into": "00000000-0000-0000-0000-000000000000"}""", "into: there is no such conversation"),
        Action("merge", """{"into": "{c}"}""", "into: must be a conversation's id"),
    ];

    static IEnumerable<TestCaseData> TopicCases() =>
    [
        Case("rename", "POST", "topics/billing/rename", "", "to: is required"),
        Case("rename", "POST", "topics/billing/rename", """{"to": "legal"}""", "to: is a topic already; to make the two one, merge them"),
        Case("rename", "POST", "topics/billing/rename", """{"to": "Money & more"}""", "to: must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit"),
        Case("rename", "POST", "topics/billing/rename", """{"to": "money", "title": "", "by": "nobody", "name": "x"}""",
            "title: must not be empty", "name: is not known here; there are to, title, by"),
        Case("rename", "POST", "topics/billing/rename", """{"to": "money", "by": "nobody"}""", "by: there is nobody called nobody"),
        Case("merge", "POST", "topics/billing/merge", "{}", "into: is required"),
        Case("merge", "POST", "topics/billing/merge", """{"into": "billing"}""", "into: must be another topic"),
        Case("merge", "POST", "topics/billing/merge", """{"into": "legall"}""", "into: there is no topic 'legall'; did you mean 'legal'?"),
    ];

    static IEnumerable<TestCaseData> QueryCases() =>
    [
        Case("query", "GET", "conversations?state=open", "", "state: must be one of received, triage, waiting, assigned, accepted, answered, closed"),
        Case("query", "GET", "conversations?limit=abc&breached=maybe&after=there", "",
            "limit: must be a whole number from 1", "breached: must be true or false", $"after: {Cursor}"),
        Case("query", "GET", "conversations?limit=0", "", "limit: must be a whole number from 1"),
        Case("query", "GET", "conversations?limit=-1", "", "limit: must be a whole number from 1"),
        Case("query", "GET", "conversations?limit=99999999999", "", "limit: must be a whole number from 1"),
        Case("query", "GET", "conversations?after=fHw", "", $"after: {Cursor}"),
        Case("query", "GET", "conversations?topic=a&topic=b", "", "topic: must be a text"),
        Case("query", "GET", "conversations?search=a%00b", "", "search: must not contain the character NUL"),
        Case("query", "GET", "conversations?search=%22*%20%7C", "", "search: must hold a letter or a digit"),
        Case("query", "GET", "conversations?expret=ann", "", "expret: is not known here; did you mean 'expert'?"),
        Case("query", "GET", "coverage?hours=0", "", "hours: must be a whole number from 1 to 168"),
        Case("query", "GET", "coverage?hours=169", "", "hours: must be a whole number from 1 to 168"),
        Case("query", "GET", "coverage?hours=soon&topic=billing", "", "hours: must be a whole number from 1 to 168", "topic: is not known here; there are hours"),
        Case("query", "GET", "alerts?after=abc&limit=x", "", $"after: {Cursor}", "limit: must be a whole number from 1"),
        Case("query", "PUT", "organization?dryRun=perhaps", "{}", "dryRun: must be true or false"),
    ];

    static IEnumerable<TestCaseData> OrganizationCases() =>
    [
        Case("organization", "PUT", "organization", """
            {
              "topics": [ { "name": "billing" }, { "name": "billing", "title": "B", "owner": "zoe" }, { "name": "A!", "title": "A" } ],
              "people": [ { "name": "ann", "displayName": "Ann", "topics": [ { "topic": "biling" } ], "capacity": -1 } ],
              "slaPolicies": [ { "name": "standard", "targets": { "firstResponse": "2 hours" } } ],
              "channels": [ { "name": "site", "network": "webhook", "settings": { "secret": "whsec_abc" } }, { "name": "x", "network": "fax", "settings": {} } ],
              "peple": []
            }
            """,
            "topics[0].title: is required", "topics[1].name: is already the name of topics[0]", "topics[1].owner: there is no person 'zoe'",
            "topics[2].name: must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
            "people[0].topics[0].topic: there is no topic 'biling'; did you mean 'billing'?", "people[0].capacity: must be a whole number from 0 to 1000",
            "slaPolicies[0].targets.firstResponse: must be a duration such as 01:30:00, or 2.00:00:00 for two days",
            "channels[0].settings.secret: is a secret: write env:NAME or file:PATH, never the value itself",
            "channels[1].network: must be one of broken, webhook, wordpress", "peple: is not known here; did you mean 'people'?"),
        Case("organization", "PUT", "organization?dryRun=true", """{"channels": [{"name": "site"}]}""", "channels[0].network: is required", "channels[0].settings: is required"),
        Case("organization", "PUT", "organization", "[]", "$: must be an object"),
    ];

    static IEnumerable<TestCaseData> SyntaxCases() =>
    [
        Syntax("half a document", "{\"id\": \"p\"", "line 1, column 11: "),
        Syntax("a bare word", "{\n  id: 1}", "line 2, column 3: "),
        Syntax("two documents", "{} {}", "line 1, column 4: "),
        Syntax("blanks only", "  \n ", "line 2, column 2: "),
        Syntax("too deep", string.Concat(Enumerable.Repeat("{\"a\":", 40)), "line 1, column 161: The maximum configured depth of 32 has been exceeded"),
        Syntax("half a surrogate pair", """{"id": "\ud800"}""", "line 1, column 8: a \\u escape is only half of a character"),
        Syntax("the other half", """{"\udc00": 1}""", "line 1, column 2: a \\u escape is only half of a character"),
        new TestCaseData(new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"' }, "line 1, column 3: it is not UTF-8").SetArgDisplayNames("no UTF-8"),
        new TestCaseData(Encoding.Unicode.GetBytes("{}"), "line 1, column 2: ").SetArgDisplayNames("UTF-16"),
    ];

    static string Post(string more) => $$"""{"id": "p", "text": "a", "author": {"id": "u", "name": "U"}{{more}}}""";

    static TestCaseData Action(string action, string body, params string[] faults) => Case(body, "POST", $"conversations/{{c}}/{action}", body, faults);

    static TestCaseData Case(string what, string method, string path, string body, params string[] faults) =>
        new TestCaseData(method, path, Encoding.UTF8.GetBytes(body), faults).SetArgDisplayNames(path.Length > 40 ? path[..40] : path, what.Length > 60 ? what[..60] : what);

    static TestCaseData Syntax(string what, string body, string fault) => new TestCaseData(Encoding.UTF8.GetBytes(body), fault).SetArgDisplayNames(what);
}
