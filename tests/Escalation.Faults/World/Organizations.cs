using System.Text.Json;

namespace Escalation.Faults.World;

/// <summary>
/// The company of all schedules, and what it is changed into under way. Promises are of seconds, so that they are judged
/// inside a run; places are few, so that questions wait.
/// </summary>
static class Organizations
{
    public const string Channel = "site";
    public const string SecretVariable = "FAULTS_CHANNEL_SECRET";
    public const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    public static readonly IReadOnlyList<string> Variants = ["as it is", "without bob", "other promises", "ann is absent", "more places"];

    public static readonly IReadOnlyList<string> Experts = ["ann", "bob", "cis"];
    public const string Manager = "mia", Operator = "olga";

    public static string Json(string variant, Uri answerUrl) => JsonSerializer.Serialize(new
    {
        topics = new object[]
        {
            new { name = "billing", title = "Billing", keywords = new[] { "invoice", "refund" }, owner = "mia" },
            new { name = "delivery", title = "Delivery", keywords = new[] { "parcel", "courier" } },
            new { name = "legal", title = "Legal", keywords = new[] { "lawyer" }, approval = true },
        },
        people = People(variant),
        slaPolicies = new object[]
        {
            new
            {
                name = "standard",
                escalation = "ladder",
                targets = variant == "other promises"
                    ? new { acceptance = "00:00:02", firstResponse = "00:00:02.5", nextResponse = "00:00:01.5", resolution = "00:00:06" }
                    : new { acceptance = "00:00:01.5", firstResponse = "00:00:02", nextResponse = "00:00:02", resolution = "00:00:04.5" },
                closeAfter = "00:00:02.5",
                reopenWithin = "00:01:00",
            },
        },
        escalationPolicies = new object[]
        {
            new
            {
                name = "ladder",
                steps = new object[]
                {
                    new { target = "firstResponse", at = "50%", @do = new[] { "remind" } },
                    new { target = "firstResponse", at = "80%", @do = new[] { "reassign" } },
                    new { target = "firstResponse", after = "00:00:00.5", @do = new[] { "notify:managers", "raisePriority" } },
                    new { target = "nextResponse", at = "80%", @do = new[] { "notify:owner", "reassign" } },
                },
            },
        },
        channels = new object[] { new { name = Channel, network = "webhook", settings = new { answerUrl = answerUrl.ToString(), secret = $"env:{SecretVariable}" } } },
    });

    static IEnumerable<object> People(string variant)
    {
        var capacity = variant == "more places" ? 6 : 4;
        object[] absences = variant == "ann is absent" ? [new { from = "2026-01-01T00:00:00Z", to = "2099-01-01T00:00:00Z" }] : [];
        yield return new { name = "ann", displayName = "Ann", capacity, topics = new object[] { new { topic = "billing", level = 3 }, new { topic = "legal" } }, absences };
        if (variant != "without bob")
            yield return new { name = "bob", displayName = "Bob", capacity, topics = new object[] { new { topic = "billing" }, new { topic = "delivery" } } };
        yield return new { name = "cis", displayName = "Cis", capacity, topics = new object[] { new { topic = "delivery", level = 2 }, new { topic = "legal" } } };
        yield return new { name = Manager, displayName = "Mia", roles = new[] { "manager" } };
        yield return new { name = Operator, displayName = "Olga", roles = new[] { "ops" } };
    }
}
