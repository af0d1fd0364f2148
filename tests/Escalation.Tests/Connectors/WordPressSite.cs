using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

/// <summary>The real WordPress that <c>tests/servers</c> starts, as its visitors and its moderator see it.</summary>
sealed class WordPressSite : IDisposable
{
    readonly HttpClient visitor = Client("VISITOR", "VISITOR_PASSWORD");
    readonly HttpClient moderator = Client("USER", "PASSWORD");
    readonly int post = int.Parse(Variable("POST"));

    public static string BaseUrl => Environment.GetEnvironmentVariable("ESCALATION_TEST_WORDPRESS")
        ?? Ignored("no WordPress runs: ESCALATION_TEST_WORDPRESS is not set (see tests/servers)");

    public static string Variable(string name) => Environment.GetEnvironmentVariable($"ESCALATION_TEST_WORDPRESS_{name}")
        ?? Ignored($"ESCALATION_TEST_WORDPRESS_{name} is not set");

    /// <summary>A comment by the visitor, who has to wait where the site thinks that he writes too fast.</summary>
    public async Task<string> VisitorWritesAsync(string content, string parent = "0")
    {
        for (var tries = 0; ; tries++)
        {
            using var response = await visitor.PostAsJsonAsync("comments", new { post, parent, content });
            var json = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (response.IsSuccessStatusCode)
                return json.GetProperty("id").ToString();
            if (json.GetProperty("code").ToString() != "comment_flood" || tries == 20)
                throw new AssertionException($"WordPress did not take the comment: {json}");
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }

    /// <summary>A guest's comment as a moderator may enter it: at any time, in any state.</summary>
    public async Task<string> GuestWroteAsync(string content, DateTimeOffset at, string status = "approve")
    {
        using var response = await moderator.PostAsJsonAsync("comments", new
        {
            post,
            content,
            status,
            author_name = "Guest",
            author_email = "guest@example.org",
            date_gmt = at.UtcDateTime.ToString("s"),
        });
        var json = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("id").ToString();
    }

    public async Task ModerateAsync(string id, string status) =>
        (await moderator.PostAsJsonAsync($"comments/{id}", new { status })).EnsureSuccessStatusCode().Dispose();

    public async Task DeleteAsync(string id) =>
        (await moderator.DeleteAsync($"comments/{id}?force=true")).EnsureSuccessStatusCode().Dispose();

    /// <summary>What every visitor sees of a comment.</summary>
    public async Task<JsonElement> ShownAsync(string id) => await visitor.GetFromJsonAsync<JsonElement>($"comments/{id}");

    public void Dispose()
    {
        visitor.Dispose();
        moderator.Dispose();
    }

    static HttpClient Client(string user, string password)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Variable(user)}:{Variable(password)}"));
        var client = new HttpClient { BaseAddress = new Uri(BaseUrl.TrimEnd('/') + "/wp-json/wp/v2/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return client;
    }

    static string Ignored(string why)
    {
        Assert.Ignore(why);
        return why;
    }
}
