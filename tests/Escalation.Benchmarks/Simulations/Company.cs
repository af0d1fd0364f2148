namespace Escalation.Benchmarks.Simulations;

/// <summary>Twelve topics, four experts for each, who also know the next one; a ladder of four steps.</summary>
static class Company
{
    public const int Topics = 12, ExpertsOfTopic = 4;

    static readonly string[] Words = ["invoice", "parcel", "refund", "brake", "warranty", "password", "tent", "voucher", "catalogue", "workshop", "delivery", "insurance"];

    public static string Word(int topic) => Words[topic];

    public static string Expert(int topic, int number) => $"expert{(topic * ExpertsOfTopic) + number}";

    public static readonly string Organization = $$"""
        {
          "calendars": [ { "name": "office", "timeZone": "Europe/Brussels", "hours": { {{string.Join(", ", new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.Select(day => $"\"{day}\": [\"09:00-17:30\"]"))}} } } ],
          "topics": [ {{Join(Topics, i => $$"""{ "name": "topic{{i}}", "title": "Topic {{i}}", "keywords": ["{{Words[i]}}"], "owner": "{{Expert(i, 0)}}" }""")}} ],
          "people": [ {{Join(Topics * ExpertsOfTopic, Person)}},
            {{Join(3, i => $$"""{ "name": "manager{{i}}", "displayName": "Manager {{i}}", "roles": ["manager"] }""")}},
            { "name": "olga", "displayName": "Olga", "roles": ["ops"] } ],
          "slaPolicies": [ { "name": "standard", "calendar": "office", "escalation": "ladder",
            "targets": { "acceptance": "00:30:00", "firstResponse": "04:00:00", "nextResponse": "04:00:00", "resolution": "3.00:00:00" } } ],
          "escalationPolicies": [ { "name": "ladder", "steps": [
            { "target": "firstResponse", "at": "50%", "do": ["remind"] },
            { "target": "firstResponse", "at": "80%", "do": ["reassign"] },
            { "target": "firstResponse", "at": "100%", "do": ["notify:owner", "notify:ops"] },
            { "target": "firstResponse", "after": "00:30:00", "do": ["notify:managers", "raisePriority"] } ] } ],
          "channels": [ { "name": "site", "network": "webhook", "settings": { "secret": "env:NOT_NEEDED" } } ]
        }
        """;

    static string Person(int number)
    {
        var topic = number / ExpertsOfTopic;
        return $$"""
            { "name": "expert{{number}}", "displayName": "Expert {{number}}", "calendar": "office", "capacity": 15,
              "topics": [{ "topic": "topic{{topic}}", "level": 3 }, { "topic": "topic{{(topic + 1) % Topics}}" }] }
            """;
    }

    static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));
}
