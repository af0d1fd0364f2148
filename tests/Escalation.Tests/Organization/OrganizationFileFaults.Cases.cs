namespace Escalation.Tests.Organization;

public partial class OrganizationFileFaults
{
    static IEnumerable<TestCaseData> CalendarCases() =>
    [
        Case("a zone misspelt", Hours("\"monday\": [\"09:00-17:00\"]", "Europe/Brusels"),
            ("calendars[0].timeZone", "calendar 'office': 'Europe/Brusels' is not an IANA time zone; did you mean 'Europe/Brussels'?")),
        Case("a zone that is an offset", Hours("\"monday\": [\"09:00-17:00\"]", "UTC+03:30"),
            ("calendars[0].timeZone", "calendar 'office': 'UTC+03:30' is not an IANA time zone")),
        Case("never open", Hours(""), ("calendars[0].hours", "calendar 'office': is never open; leave out the calendar where 24 x 7 is meant")),
        Case("never open, days named", Hours("\"monday\": [], \"sunday\": []"), ("calendars[0].hours", "calendar 'office': is never open; leave out the calendar where 24 x 7 is meant")),
        Case("an unknown day", Hours("\"monday\": [\"09:00-17:00\"], \"Tuesday\": [], \"mo\": []"),
            ("calendars[0].hours.Tuesday", "is not known here; did you mean 'tuesday'?"),
            ("calendars[0].hours.mo", "is not known here; there are monday, tuesday, wednesday, thursday, friday, saturday, sunday")),
        Case("malformed hours", Hours("\"monday\": [\"9-17\", \"09:00-17:60\", \"24:00-08:00\", \"12:00-24:01\", \"09:00 - 10:00\", \"25:00-26:00\", \"08:00-09:00\\n\"]"),
            [.. Enumerable.Range(0, 7).Select(i => ($"calendars[0].hours.monday[{i}]", "calendar 'office': " + HoursRule))]),
        Case("overlapping on a day", Hours("\"friday\": [\"13:00-17:00\", \"09:00-13:01\"]"), ("calendars[0].hours.friday[0]", "calendar 'office': overlaps friday's 09:00-13:01")),
        Case("the same hours twice", Hours("\"friday\": [\"09:00-12:00\", \"09:00-12:00\"]"), ("calendars[0].hours.friday[1]", "calendar 'office': overlaps friday's 09:00-12:00")),
        Case("two within a third", Hours("\"friday\": [\"08:00-18:00\", \"09:00-10:00\", \"11:00-12:00\"]"),
            ("calendars[0].hours.friday[1]", "calendar 'office': overlaps friday's 08:00-18:00"), ("calendars[0].hours.friday[2]", "calendar 'office': overlaps friday's 08:00-18:00")),
        Case("overlapping past midnight", Hours("\"friday\": [\"22:00-06:00\"], \"saturday\": [\"05:59-07:00\"]"), ("calendars[0].hours.saturday[0]", "calendar 'office': overlaps friday's 22:00-06:00")),
        Case("overlapping from Sunday into Monday", Hours("\"monday\": [\"05:00-17:00\"], \"sunday\": [\"22:00-06:00\"]"), ("calendars[0].hours.monday[0]", "calendar 'office': overlaps sunday's 22:00-06:00")),
        Case("a day around the clock meets the next", Hours("\"monday\": [\"09:00-09:00\"], \"tuesday\": [\"08:00-10:00\"]"), ("calendars[0].hours.tuesday[0]", "calendar 'office': overlaps monday's 09:00-09:00")),
        Case("closed on no date", """{"calendars": [{"name": "office", "timeZone": "UTC", "hours": {"monday": ["00:00-24:00"]}, "closed": ["2026-02-30", "25.12.2026", 5]}]}""",
            ("calendars[0].closed[0]", "must be a date such as 2026-12-25"), ("calendars[0].closed[1]", "must be a date such as 2026-12-25"), ("calendars[0].closed[2]", "must be a text")),
    ];

    static string Hours(string hours, string zone = "Europe/Brussels") =>
        $$"""{"calendars": [{"name": "office", "timeZone": "{{zone}}", "hours": { {{hours}} } } ] }""";

    static IEnumerable<TestCaseData> PolicyCases() =>
    [
        Case("no promise", Policy("\"targets\": {}"), ("slaPolicies[0].targets", "must hold at least one of acceptance, firstResponse, nextResponse, resolution")),
        Case("a promise misspelt", Policy("\"targets\": {\"resolution\": \"01:00:00\", \"firstReply\": \"01:00:00\"}"),
            ("slaPolicies[0].targets.firstReply", "is not known here; there are acceptance, firstResponse, nextResponse, resolution")),
        Case("durations", Policy("\"targets\": {\"acceptance\": \"90\", \"firstResponse\": \"00:00:00\", \"nextResponse\": \"-01:00:00\", \"resolution\": \"24:00:00\"}, \"reopenWithin\": \"3651.00:00:00\", \"closeAfter\": 7"),
            ("slaPolicies[0].targets.acceptance", DurationRule), ("slaPolicies[0].targets.firstResponse", "must be more than zero"), ("slaPolicies[0].targets.nextResponse", DurationRule),
            ("slaPolicies[0].targets.resolution", DurationRule), ("slaPolicies[0].reopenWithin", "must not be longer than 3650 days"), ("slaPolicies[0].closeAfter", "must be a text")),
        Case("references of a policy", Policy("\"calendar\": \"office\", \"escalation\": \"ladder\", \"targets\": {\"resolution\": \"01:00:00\"}, \"when\": {\"topics\": [\"billing\"], \"networks\": [\"mastodo\"], \"channels\": [\"c\"], \"priorities\": [\"hi\", \"low\", \"low\"], \"authorTags\": [\"\"], \"languages\": [\"nl\"], \"authors\": []}"),
            ("slaPolicies[0].calendar", "there is no calendar 'office'"), ("slaPolicies[0].escalation", "there is no escalation policy 'ladder'"),
            ("slaPolicies[0].when.topics[0]", "there is no topic 'billing'"), ("slaPolicies[0].when.networks[0]", "there is no network 'mastodo'; did you mean 'mastodon'?"),
            ("slaPolicies[0].when.channels[0]", "there is no channel 'c'"), ("slaPolicies[0].when.priorities[0]", "must be one of low, normal, high, urgent"),
            ("slaPolicies[0].when.priorities[2]", "is already in the list"), ("slaPolicies[0].when.authorTags[0]", "must not be empty"),
            ("slaPolicies[0].when.authors", "is not known here; there are topics, networks, channels, priorities, authorTags, languages")),
        Case("an unknown target of a step", Step("\"target\": \"firstReply\", \"at\": \"50%\", \"do\": [\"remind\"]"),
            ("escalationPolicies[0].steps[0].target", "must be one of acceptance, firstResponse, nextResponse, resolution")),
        Case("at and after", Step("\"target\": \"resolution\", \"at\": \"50%\", \"after\": \"01:00:00\", \"do\": [\"remind\"]"),
            ("escalationPolicies[0].steps[0].after", "excludes at; leave one of the two out")),
        Case("neither at nor after", Step("\"target\": \"resolution\", \"do\": [\"remind\"]"),
            ("escalationPolicies[0].steps[0].at", "is required, unless after says how long past the due time")),
        Case("nothing at all percent", Step("\"target\": \"resolution\", \"at\": \"0%\", \"do\": [\"remind\"]"), ("escalationPolicies[0].steps[0].at", "must be more than 0%")),
        Case("more than all percent", Step("\"target\": \"resolution\", \"at\": \"100.1%\", \"do\": [\"remind\"]"),
            ("escalationPolicies[0].steps[0].at", "must not be more than 100%; use after for what comes past the due time")),
        Case("no percentage", Step("\"target\": \"resolution\", \"at\": \"0.8\", \"do\": [\"remind\"]"), ("escalationPolicies[0].steps[0].at", "must be a percentage such as 80%")),
        Case("a step that does nothing", Step("\"target\": \"resolution\", \"at\": \"80%\", \"do\": []"), ("escalationPolicies[0].steps[0].do", "must not be empty")),
        Case("actions unknown", Step("\"target\": \"resolution\", \"at\": \"80%\", \"do\": [\"shout\", \"notify:an\", \"notify:\", \"notify:owner\", \"notify:ann\", \"notify:ann\"]"),
            ("escalationPolicies[0].steps[0].do[0]", "must be one of remind, reassign, raisePriority, or notify: with owner, managers, ops or a person's name"),
            ("escalationPolicies[0].steps[0].do[1]", "there is no person 'an'; did you mean 'ann'?"), ("escalationPolicies[0].steps[0].do[2]", "there is no person ''"),
            ("escalationPolicies[0].steps[0].do[5]", "is already in the list")),
    ];

    static string Policy(string fields) => $$"""{"slaPolicies": [{"name": "standard", {{fields}} }]}""";

    static string Step(string fields) => $$"""{"people": [{"name": "ann", "displayName": "Ann"}], "escalationPolicies": [{"name": "ladder", "steps": [{ {{fields}} } ] } ] }""";

    static IEnumerable<TestCaseData> ChannelAndAlertCases() =>
    [
        Case("an unknown network", """{"channels": [{"name": "c", "network": "myspace", "settings": {"what": "ever"}}]}""", ("channels[0].network", "must be one of mastodon, forum")),
        Case("settings of another type", """{"channels": [{"name": "c", "network": "mastodon", "settings": "x"}]}""", ("channels[0].settings", "must be an object")),
        Case("settings left out", """{"channels": [{"name": "c", "network": "mastodon", "settings": {}}]}""",
            ("channels[0].settings.baseUrl", "is required"), ("channels[0].settings.accessToken", "is required")),
        Case("a secret written out", """{"channels": [{"name": "c", "network": "mastodon", "settings": {"baseUrl": "social.example", "accessToken": "s3cret", "hashtag": ["a"], "baseUrI": "x"}}]}""",
            ("channels[0].settings.baseUrl", "must be an absolute http or https URL"), ("channels[0].settings.accessToken", "is a secret: write env:NAME or file:PATH, never the value itself"),
            ("channels[0].settings.hashtag", "must be a text, a number, true or false"), ("channels[0].settings.baseUrI", "is not known here; did you mean 'baseUrl'?")),
        Case("a reference to nowhere", """{"channels": [{"name": "c", "network": "mastodon", "settings": {"baseUrl": "file: ", "accessToken": "env:MY TOKEN"}}]}""",
            ("channels[0].settings.baseUrl", "file: must be followed by a path"), ("channels[0].settings.accessToken", "env: must be followed by the name of an environment variable")),
        Case("an unknown kind of alert", """{"alerts": [{"name": "a", "kind": "pager", "settings": {}}]}""", ("alerts[0].kind", "must be one of email, slack, webhook")),
        Case("alert events and recipients", """{"alerts": [{"name": "a", "kind": "slack", "events": ["breach", "breached"], "to": ["expert", "ops", "ops"], "settings": {"url": "ftp://x"}}]}""",
            ("alerts[0].events[0]", "must be one of assigned, reminded, escalated, breached, uncovered, deliveryFailed, alertFailed, channelFailed, messageFailed, coverageWarning"),
            ("alerts[0].to[0]", "must be one of assignee, owner, managers, ops, or a person's name"), ("alerts[0].to[2]", "is already in the list"),
            ("alerts[0].settings.url", "must be an absolute http or https URL")),
        Case("mail settings", """{"alerts": [{"name": "a", "kind": "email", "settings": {"port": 65536, "from": "me", "password": "p"}}]}""",
            ("alerts[0].settings.host", "is required"), ("alerts[0].settings.port", "must be a port from 1 to 65535"), ("alerts[0].settings.from", "must be an e-mail address such as ann@example.org"),
            ("alerts[0].settings.password", "is a secret: write env:NAME or file:PATH, never the value itself")),
        Case("mail with half a sign-in", """{"alerts": [{"name": "a", "kind": "email", "settings": {"host": "h", "port": 465, "from": "me@x.example", "user": "me", "tls": "ssl"}}, {"name": "b", "kind": "email", "settings": {"host": "h", "port": 25, "from": "me@x.example", "password": "env:P"}}]}""",
            ("alerts[0].settings.port", "is for TLS from the first byte on, which is not spoken here; use STARTTLS, mostly on port 587"), ("alerts[0].settings.tls", "must be one of startTls, none"),
            ("alerts[0].settings.password", "is required where there is a user"), ("alerts[1].settings.user", "is required where there is a password")),
        Case("mail with a password and without TLS", """{"alerts": [{"name": "a", "kind": "email", "settings": {"host": "h", "port": 25, "from": "me@x.example", "user": "me", "password": "env:P", "tls": "none"}}]}""",
            ("alerts[0].settings.tls", "must be startTls where there is a user: a password is never sent without TLS")),
        Case("webhook settings", """{"alerts": [{"name": "a", "kind": "webhook", "settings": {"url": "https://x.example/", "secret": 5}}]}""",
            ("alerts[0].settings.secret", "is a secret: write env:NAME or file:PATH, never the value itself")),
    ];
}
