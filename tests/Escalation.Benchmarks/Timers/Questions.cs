using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;

namespace Escalation.Benchmarks.Timers;

/// <summary>Questions that somebody holds, each with one running promise and its ladder, as the service itself would have written them.</summary>
static class Questions
{
    const int Experts = 500, Topics = 12;

    static readonly string Json = $$"""
        {
          "topics": [ {{Join(Topics, i => $$"""{ "name": "topic{{i}}", "title": "Topic {{i}}", "owner": "expert{{i}}" }""")}} ],
          "people": [ {{Join(Experts, i => $$"""{ "name": "expert{{i}}", "displayName": "Expert {{i}}", "capacity": 1000, "topics": [{ "topic": "topic{{i % Topics}}" }] }""")}},
            { "name": "olga", "displayName": "Olga", "roles": ["ops"] } ],
          "slaPolicies": [ { "name": "standard", "escalation": "ladder", "targets": { "firstResponse": "04:00:00" } } ],
          "escalationPolicies": [ { "name": "ladder", "steps": [
            { "target": "firstResponse", "at": "80%", "do": ["remind"] },
            { "target": "firstResponse", "at": "100%", "do": ["notify:ops"] } ] } ],
          "channels": [ { "name": "site", "network": "webhook", "settings": { "secret": "env:{{AlertReceiver.SecretVariable}}" } } ],
          "alerts": [ { "name": "ops", "kind": "webhook", "events": ["breached", "escalated"], "settings": { "url": "URL", "secret": "env:{{AlertReceiver.SecretVariable}}" } } ]
        }
        """;

    public static string Organization(Uri alerts) => Json.Replace("URL", alerts.ToString());

    static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));

    public sealed record Question(Conversation Conversation, Deadline Deadline, IReadOnlyList<EscalationStep> Steps);

    /// <param name="dueAt">Of the promise; by default its reminder comes an hour before, the step at its end with it.</param>
    /// <param name="stepAt">When the last step falls due, if not then.</param>
    public static Question At(int number, DateTimeOffset createdAt, DateTimeOffset dueAt, DateTimeOffset? stepAt = null, bool isReminded = false)
    {
        var conversation = new Conversation
        {
            Id = Ids.New(createdAt),
            State = ConversationState.Accepted,
            Channel = "site",
            Network = "webhook",
            Topic = $"topic{number % Topics}",
            Confidence = 0.93,
            Expert = $"expert{number % Experts}",
            AuthorId = $"author{number % 50_000}",
            AuthorName = $"Author {number % 50_000}",
            CreatedAt = createdAt,
            AssignedAt = createdAt,
            NextDueAt = dueAt,
            Policy = "standard",
            OrganizationVersion = 1,
            Version = 2,
        };
        var deadline = new Deadline
        {
            Id = Ids.New(createdAt), ConversationId = conversation.Id, Target = Targets.FirstResponse, StartedAt = createdAt, DueAt = dueAt,
            State = DeadlineState.Running, Policy = "standard", OrganizationVersion = 1,
        };
        var reminderAt = dueAt.AddHours(-1);
        return new(conversation, deadline,
        [
            new()
            {
                Id = Ids.New(createdAt), DeadlineId = deadline.Id, ConversationId = conversation.Id, Number = 1, DueAt = reminderAt, Actions = ["remind"],
                State = isReminded ? EscalationStepState.Fired : EscalationStepState.Pending, FiredAt = isReminded ? reminderAt : null,
            },
            new() { Id = Ids.New(createdAt), DeadlineId = deadline.Id, ConversationId = conversation.Id, Number = 2, DueAt = stepAt ?? dueAt, Actions = ["notify:ops"] },
        ]);
    }

    /// <summary>Nothing of them falls due within two hours; the last in four weeks.</summary>
    public static IEnumerable<Question> Pending(int count, DateTimeOffset now)
    {
        var random = new Random(1);
        var spread = TimeSpan.FromDays(28) - TimeSpan.FromHours(3);
        for (var i = 0; i < count; i++)
            yield return At(i, now - (TimeSpan.FromHours(2) * ((count - i) / (double)count)), now + TimeSpan.FromHours(3) + (spread * random.NextDouble()));
    }

    /// <summary>One after the other, reminded of already.</summary>
    /// <param name="withSteps">Whether the last step falls due with the promise, or long after the measurement.</param>
    public static IEnumerable<Question> Due(int count, DateTimeOffset first, TimeSpan every, bool withSteps) => Enumerable.Range(0, count).Select(i =>
        At(i, first.AddHours(-4) + (every * i), first + (every * i), withSteps ? null : first.AddHours(2), isReminded: true));
}
