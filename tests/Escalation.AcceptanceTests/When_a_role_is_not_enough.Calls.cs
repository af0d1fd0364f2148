using System.Text;
using Escalation.Testing;

namespace Escalation.AcceptanceTests;

public sealed partial class When_a_role_is_not_enough
{
    /// <param name="Refusals">Who is refused and how; null for who may.</param>
    public sealed record Call(string Method, string Route, IReadOnlyDictionary<string, (int Status, string Type)?> Refusals)
    {
        public string? Body { get; set; }

        public override string ToString() => $"{Method} {Route}";
    }

    static readonly (int, string)? Yes = null;
    static readonly (int, string) Unknown = (401, "unauthenticated"), No = (403, "forbidden"), NotThere = (404, "not-found");

    static IEnumerable<Call> Calls() =>
    [
        // A post needs a key for the channel, or a signature.
        Row("POST", "channels/{channel}/posts", Unknown, Yes, No, No, No, No, Yes, """{"id": "p", "text": "A parcel?", "author": {"id": "zoe", "name": "Zoe"}}"""),
        Row("PUT", "channels/{channel}/posts/{id}", Unknown, Yes, No, No, No, No, Yes, """{"text": "A parcel, or two?", "author": {"id": "zoe", "name": "Zoe"}}"""),
        Row("DELETE", "channels/{channel}/posts/{id}", Unknown, Yes, No, No, No, No, Yes),
        // Who calls is told by the network's signature; this channel's network calls nobody.
        Row("POST", "webhooks/{channel}", NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, "{}"),

        Row("GET", "conversations", Unknown, No, Yes, Yes, Yes, Yes, Yes),
        Row("GET", "conversations/{id:guid}", Unknown, No, Yes, NotThere, Yes, Yes, Yes),
        Row("POST", "conversations/{id:guid}/accept", Unknown, No, Yes, NotThere, Yes, No, Yes),
        Row("POST", "conversations/{id:guid}/decline", Unknown, No, Yes, NotThere, Yes, No, Yes, """{"reason": "Not mine."}"""),
        Row("POST", "conversations/{id:guid}/forward", Unknown, No, No, NotThere, Yes, No, Yes, """{"to": "topic:legal"}"""),
        Row("POST", "conversations/{id:guid}/answers", Unknown, No, Yes, NotThere, Yes, No, Yes, """{"text": "Yes."}"""),
        Row("POST", "conversations/{id:guid}/notes", Unknown, No, Yes, NotThere, Yes, No, Yes, """{"text": "Hm."}"""),
        Row("POST", "conversations/{id:guid}/hold", Unknown, No, Yes, NotThere, Yes, No, Yes),
        Row("POST", "conversations/{id:guid}/resume", Unknown, No, Yes, NotThere, Yes, No, Yes),
        Row("POST", "conversations/{id:guid}/close", Unknown, No, No, NotThere, Yes, No, Yes, """{"reason": "spam"}"""),
        Row("POST", "conversations/{id:guid}/priority", Unknown, No, No, NotThere, Yes, No, Yes, """{"to": "high"}"""),
        Row("POST", "conversations/{id:guid}/merge", Unknown, No, No, NotThere, Yes, No, Yes, """{"into": "{other}"}"""),

        Row("POST", "answers/{id:guid}/approve", Unknown, No, No, NotThere, Yes, No, Yes),
        Row("POST", "answers/{id:guid}/reject", Unknown, No, No, NotThere, Yes, No, Yes),
        Row("POST", "answers/{id:guid}/retry", Unknown, No, No, NotThere, No, Yes, Yes),

        Row("GET", "alerts", Unknown, No, No, No, Yes, Yes, Yes),
        Row("GET", "alerts/channels", Unknown, No, No, No, Yes, Yes, Yes),
        Row("POST", "alerts/{id:guid}/acknowledge", Unknown, No, No, No, No, Yes, Yes),
        Row("GET", "events", Unknown, No, Yes, Yes, Yes, Yes, Yes),
        Row("GET", "coverage", Unknown, No, No, No, Yes, Yes, Yes),
        Row("GET", "reports/sla", Unknown, No, Yes, Yes, Yes, Yes, Yes),
        Row("GET", "topics", Unknown, No, No, No, Yes, Yes, Yes),
        Row("POST", "topics/{name}/rename", Unknown, No, No, No, Yes, No, Yes, """{"to": "{name}", "title": "Other"}"""),
        // When the administrator comes, the manager has done it.
        Row("POST", "topics/{name}/merge", Unknown, No, No, No, Yes, No, NotThere, """{"into": "legal"}"""),
        Row("GET", "organization", Unknown, No, No, No, No, No, Yes),
        Row("GET", "people/{name}/export", Unknown, No, No, No, No, No, Yes),
        Row("GET", "authors/{channel}/{id}/export", Unknown, No, No, No, No, No, Yes),
        Row("DELETE", "authors/{channel}/{id}", Unknown, No, No, No, No, No, Yes),
        Row("PUT", "organization", Unknown, No, No, No, No, No, Yes, WithAda(Sample.Organization(capacity: 1000))),
    ];

    static Call Row(
        string method, string route, (int, string)? withoutKey, (int, string)? integration, (int, string)? expert, (int, string)? other,
        (int, string)? manager, (int, string)? ops, (int, string)? admin, string? body = null) => new(method, route, new Dictionary<string, (int, string)?>
        {
            [Nobody] = withoutKey,
            [Stranger] = withoutKey,
            [Integration] = integration,
            [Other] = other,
            [Ops] = ops,
            [Expert] = expert,
            [Manager] = manager,
            [Admin] = admin,
        })
        {
            Body = body,
        };
}

static class StatusOfCall
{
    /// <summary>Reads no further than needed: a stream of events has no end.</summary>
    public static async Task<int> StatusAsync(this ApiClient caller, string method, string path, string? body, Action<ApiAnswer>? refused)
    {
        if (path == "events" && refused is null)
        {
            using var stream = await caller.StreamAsync(path);
            return (int)stream.StatusCode;
        }
        var answer = await caller.SendAsync(new HttpMethod(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        refused?.Invoke(answer);
        return (int)answer.Status;
    }
}
