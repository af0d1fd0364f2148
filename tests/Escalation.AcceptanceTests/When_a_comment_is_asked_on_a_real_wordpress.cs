using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>A WordPress from Debian's packages, a visitor who comments, our account that answers. Nothing is faked.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public sealed class When_a_comment_is_asked_on_a_real_wordpress(string setUp)
{
    static readonly TimeSpan Polls = TimeSpan.FromMinutes(1);

    [Test]
    public async Task The_answer_stands_as_its_child_and_a_reply_returns_to_the_same_expert()
    {
        using var visitor = Account("VISITOR");
        await using var service = await TestService.StartAsync(SetUp.Of(setUp), Organization());
        var mark = Guid.NewGuid().ToString("N");

        var comment = await CommentAsync(visitor, $"Where is my invoice? <b>{mark}</b> & thanks", parent: 0);
        var found = await Until.SeenAsync(() => FindAsync(service, mark), c => c is not null, "the comment is polled", Polls);
        var id = found!["id"]!.GetValue<string>();
        var assigned = await service.Admin.InStateAsync(id, "assigned");
        Assert.That(assigned["expert"]!.GetValue<string>(), Is.EqualTo("ann"));
        Assert.That(assigned["network"]!.GetValue<string>(), Is.EqualTo("wordpress"));

        const string answer = "Under \"Account\", then <Invoices> & you're done.\nThank you!";
        await service.Admin.DoAsync($"conversations/{id}/answers", new { by = "ann", text = answer });
        var answered = await service.Admin.InStateAsync(id, "answered");
        var ours = int.Parse(answered["answers"]![0]!["externalId"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        var onTheSite = (await visitor.GetFromJsonAsync<JsonNode>($"comments/{ours}"))!;
        Assert.That(onTheSite["parent"]!.GetValue<int>(), Is.EqualTo(comment));
        Assert.That(onTheSite["content"]!["rendered"]!.GetValue<string>(), Does.Contain("&lt;Invoices&gt; &amp; you"));

        await CommentAsync(visitor, $"And the refund? {mark}", parent: ours);
        var back = await Until.SeenAsync(() => service.Admin.ConversationAsync(id), c => c["state"]!.GetValue<string>() == "accepted", "the reply comes back", Polls);
        Assert.That(back["expert"]!.GetValue<string>(), Is.EqualTo("ann"));
        Assert.That(back["posts"]!.AsArray(), Has.Count.EqualTo(2), "our own comment is not taken for a question");

        await service.Admin.DoAsync($"conversations/{id}/answers", new { by = "ann", text = "Within 30 days." });
        await service.Admin.InStateAsync(id, "answered");
        var children = (await visitor.GetFromJsonAsync<JsonArray>($"comments?parent={comment}"))!;
        Assert.That(children, Has.Count.EqualTo(1), "the first answer stands once");
    }

    static async Task<JsonNode?> FindAsync(TestService service, string mark) =>
        (await service.Admin.SeeAsync($"conversations?search={mark}"))["items"]!.AsArray().SingleOrDefault();

    static async Task<int> CommentAsync(HttpClient visitor, string content, int parent)
    {
        var post = int.Parse(RealServers.Required("ESCALATION_TEST_WORDPRESS_POST"), System.Globalization.CultureInfo.InvariantCulture);
        using var response = await visitor.PostAsJsonAsync("comments", new { post, parent, content });
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, body);
        return JsonNode.Parse(body)!["id"]!.GetValue<int>();
    }

    static HttpClient Account(string who)
    {
        var user = $"{RealServers.Required($"ESCALATION_TEST_WORDPRESS_{who}")}:{RealServers.Required($"ESCALATION_TEST_WORDPRESS_{who}_PASSWORD")}";
        return new HttpClient
        {
            BaseAddress = new Uri($"{RealServers.Required("ESCALATION_TEST_WORDPRESS")}/wp-json/wp/v2/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user))) },
        };
    }

    static string Organization() => JsonSerializer.Serialize(new
    {
        topics = new[] { new { name = "billing", title = "Billing", keywords = new[] { "invoice", "refund" } } },
        people = new[] { new { name = "ann", displayName = "Ann Peeters", topics = new[] { new { topic = "billing" } } } },
        channels = new[]
        {
            new
            {
                name = "blog",
                network = "wordpress",
                settings = new Dictionary<string, string>
                {
                    ["baseUrl"] = RealServers.Required("ESCALATION_TEST_WORDPRESS"),
                    ["user"] = RealServers.Required("ESCALATION_TEST_WORDPRESS_USER"),
                    ["applicationPassword"] = "env:ESCALATION_TEST_WORDPRESS_PASSWORD",
                    ["pollInterval"] = "00:00:01",
                },
            },
        },
    });
}
