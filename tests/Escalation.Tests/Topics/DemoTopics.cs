using System.Text.Json;
using Escalation.Organization;
using Escalation.Testing;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

/// <summary>
/// What the demo shop makes of questions that real people asked elsewhere, by its keywords alone. Each was looked at by
/// a person: that is the topic to which a shop's colleague would have given it.
/// </summary>
public class DemoTopics
{
    static readonly (string Topic, string Questions)[] Sensible =
    [
        ("account", """
            webapps/how-do-i-delete-my-facebook-account webapps/how-can-i-permanently-delete-my-yahoo-mail-account webapps/how-to-delete-my-imgur-account
            webapps/how-to-change-my-uber-password-or-delete-the-account webapps/how-to-delete-a-sify-mail-account webapps/how-can-i-delete-my-hunch-account
            webapps/gmail-user-set-up-through-google-apps-can-t-change-their-password webapps/how-do-i-change-my-password-on-ebay
            webapps/gmail-recover-password-while-logged-in-iphone webapps/how-to-retrieve-forgotten-wordpress-admin-password
            webapps/how-to-retrieve-a-stolen-yahoo-accounts-password webapps/users-cant-reset-their-passwords-anymore-on-google-apps
            webapps/how-do-i-change-my-password-on-tv-tropes webapps/why-cant-i-change-my-password-and-login-with-skype webapps/how-can-i-delete-my-twitter-account
            webapps/how-do-i-delete-my-linkedin-account webapps/how-do-i-delete-my-gmail-account webapps/how-can-i-permanently-delete-my-myspace-account
            webapps/how-to-disable-delete-a-harvest-account webapps/is-there-a-catch-to-paypals-premier-account-type
            chat/1824ab52/12 chat/4b711680/2 chat/4b711680/11 chat/7f65ae7b/2 chat/845eefe4/2 chat/94bb5604/18 chat/886ef970/1
            """),
        ("billing", """
            chat/12499ea5/2 chat/181a199e/1 chat/215133d5/1 chat/223bb4c7/2 chat/38887809/3 chat/39d7dbb4/1 chat/3ba826d0/2 chat/4c316ff6/5 chat/87b14a4b/3 chat/9ac4d7d2/1
            chat/3d604ecf/6 chat/a027ccf5/14 chat/a79ead42/11
            """),
        ("delivery", "cooking/8540 cooking/65866 cooking/73408"),
        ("warranty", """
            chat/01bae00c/2 chat/3513c4fd/2 chat/3bee8e16/3 chat/57363722/3 chat/66b969f3/2 chat/78f6d670/2 chat/8dec4fdd/2 chat/a0bc86ed/2 chat/a67a0606/0 chat/ab7b6124/2
            """),
        ("repairs", "cooking/7066 cooking/66119 cooking/21352"),
    ];

    [Test]
    public void Over_fifty_questions_asked_elsewhere_get_the_topic_that_a_person_would_give_them()
    {
        var questions = Questions();
        var organization = new OrganizationFile { Topics = [.. Topics()] };
        var expected = Sensible.SelectMany(s => s.Questions.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(id => (Id: id, s.Topic))).ToList();
        Assert.That(expected, Has.Count.EqualTo(56));
        Assert.Multiple(() =>
        {
            foreach (var (id, topic) in expected)
            {
                var decided = KeywordRule.Decide(questions[id], organization);
                TestContext.Out.WriteLine($"{decided?.Topic,-9} {string.Join(", ", decided?.Words ?? []),-18} {questions[id]}");
                Assert.That(decided?.Topic, Is.EqualTo(topic), questions[id]);
            }
        });
    }

    /// <summary>Topics and keywords of the demo, nothing else.</summary>
    static IEnumerable<Topic> Topics()
    {
        using var resource = typeof(Server.ServerApp).Assembly.GetManifestResourceStream("demo.json")!;
        using var demo = JsonDocument.Parse(resource, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        foreach (var topic in demo.RootElement.GetProperty("topics").EnumerateArray())
            yield return Some.Topic(topic.GetProperty("name").GetString()!, [.. topic.GetProperty("keywords").EnumerateArray().Select(k => k.GetString()!)]);
    }

    /// <summary>By data set and what names the question there.</summary>
    static Dictionary<string, string> Questions()
    {
        var folder = Shared.Folder("data/questions");
        var questions = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "stackexchange_qa.jsonl")))
        {
            using var question = JsonDocument.Parse(line);
            var (site, url) = (question.RootElement.GetProperty("site").GetString(), question.RootElement.GetProperty("url").GetString());
            questions.TryAdd($"{site}/{url?.Split('/')[^1]}", question.RootElement.GetProperty("question").GetString()!);
        }
        foreach (var row in File.ReadLines(Path.Combine(folder, "cooking_stackexchange.tsv")).Skip(1).Select(line => line.Split('\t')))
            questions.TryAdd($"cooking/{row[0]}", row[2]);
        foreach (var row in File.ReadLines(Path.Combine(folder, "multidogo_customer_turns.tsv")).Skip(1).Select(line => line.Split('\t')))
            questions.TryAdd($"chat/{row[1]}/{row[2]}", row[4]);
        return questions;
    }
}
