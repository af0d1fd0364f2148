using System.Text.Json;

namespace Escalation.Testing;

/// <summary>A small company for journeys: Ann and Bob know billing, Bob alone delivery; Mia manages, Olga is ops.</summary>
public static class Sample
{
    public const string Channel = "site";

    public static string Organization(Uri? answerUrl = null, int capacity = 10, object? absences = null)
    {
        // The secret is not in the file: only where it is to be found.
        Environment.SetEnvironmentVariable("ESCALATION_TEST_CHANNEL_SECRET", Receiver.Secret);
        return JsonSerializer.Serialize(new
        {
            topics = new object[]
            {
                new { name = "billing", title = "Billing and invoices", keywords = new[] { "invoice", "refund" }, owner = "mia" },
                new { name = "delivery", title = "Delivery", keywords = new[] { "parcel", "courier" } },
                new { name = "legal", title = "Legal", keywords = new[] { "lawyer" }, approval = true },
            },
            people = new object[]
            {
                new { name = "ann", displayName = "Ann Peeters", capacity, topics = new object[] { new { topic = "billing", level = 3 }, new { topic = "legal" } }, absences = absences ?? Array.Empty<object>() },
                new { name = "bob", displayName = "Bob Maes", capacity, topics = new object[] { new { topic = "billing" }, new { topic = "delivery" } } },
                new { name = "mia", displayName = "Mia Claes", roles = new[] { "manager" } },
                new { name = "olga", displayName = "Olga Diels", roles = new[] { "ops" } },
            },
            slaPolicies = new object[] { new { name = "standard", targets = new { acceptance = "00:30:00", firstResponse = "02:00:00" } } },
            channels = new object[] { new { name = Channel, network = "webhook", settings = Settings(answerUrl) } },
        });
    }

    static Dictionary<string, string> Settings(Uri? answerUrl)
    {
        var settings = new Dictionary<string, string> { ["secret"] = "env:ESCALATION_TEST_CHANNEL_SECRET" };
        if (answerUrl is not null)
            settings["answerUrl"] = answerUrl.ToString();
        return settings;
    }
}
