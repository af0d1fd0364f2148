using Escalation.Connectors;
using Escalation.Connectors.WordPress;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

/// <summary>Skipped where no WordPress is at hand; see <see cref="WordPressSite"/>.</summary>
public class WordPressConnectorOnARealServer
{
    WordPressSite site = null!;
    ServiceProvider services = null!;
    IPollingConnector connector = null!;
    string token = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        services = new ServiceCollection().AddConnectorHttp().BuildServiceProvider();
        connector = (IPollingConnector)new WordPressFactory(services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System).Create(
            "blog", new Dictionary<string, string>
            {
                ["baseUrl"] = WordPressSite.BaseUrl,
                ["user"] = WordPressSite.Variable("USER"),
                ["applicationPassword"] = WordPressSite.Variable("PASSWORD"),
            });
        site = new WordPressSite();
    }

    [OneTimeTearDown]
    public void Disconnect()
    {
        site?.Dispose();
        services?.Dispose();
    }

    // WordPress takes no text twice, and all tests share one site.
    [SetUp]
    public void NewText() => token = Guid.NewGuid().ToString("N")[..8];

    OutboundAnswer Answer(string inReplyTo, string text) => new(
        Guid.NewGuid(), Guid.NewGuid(), text, inReplyTo, inReplyTo, "Ann Peeters", "user-1", "public", Now);

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    async Task<List<InboundPost>> PollAsync(string? cursor) =>
        [.. (await connector.PollAsync(cursor, Now, default)).Posts.Where(p => p.Text.Contains(token))];

    async Task<DeliveredPart> DeliverAsync(OutboundAnswer answer) =>
        ((Delivery.Delivered)await connector.DeliverAsync(answer, default)).Parts.Single();

    [Test]
    public async Task A_question_is_seen_answered_once_and_followed_up()
    {
        var start = (await connector.PollAsync(null, Now, default)).Cursor;
        var id = await site.VisitorWritesAsync($"{token} Grüße 🎉 \"so\" & 'so', 1 < 2: <b>fett</b>\n\nzweiter Absatz");
        var question = (await PollAsync(start)).Single();
        var answer = Answer(id, $"{token} Antwort: \"ja\" & 'nein' 👍, x < y > z, C:\\temp\\n, &amp; &lt;\n<script>alert('x')</script> <b>\n\nEnde — größer");
        var delivered = await DeliverAsync(answer);
        var again = await DeliverAsync(answer);
        var found = await ((IFindsAnswers)connector).FindAsync(answer, default);
        var shown = await site.ShownAsync(delivered.ExternalId);
        var reply = await site.VisitorWritesAsync($"{token} Und noch etwas", delivered.ExternalId);
        var later = await PollAsync(start);

        Assert.Multiple(() =>
        {
            Assert.That(question.Id, Is.EqualTo(id));
            Assert.That(question.Text, Is.EqualTo($"{token} Grüße 🎉 \"so\" & 'so', 1 < 2: fett\n\nzweiter Absatz"));
            Assert.That(question.Author.Id, Does.StartWith("user-"));
            Assert.That(question.Url, Does.EndWith($"#comment-{id}"));
            Assert.That(question.CreatedAt, Is.EqualTo(Now).Within(TimeSpan.FromMinutes(1)));
            Assert.That(question, Has.Property("Ours").False.And.Property("InReplyTo").Null);

            Assert.That(delivered.Url, Does.EndWith($"#comment-{delivered.ExternalId}"));
            Assert.That(again, Is.EqualTo(delivered));
            Assert.That(found!.Parts.Single(), Is.EqualTo(delivered));
            Assert.That(found.At, Is.EqualTo(Now).Within(TimeSpan.FromMinutes(1)));
            Assert.That(shown.GetProperty("parent").ToString(), Is.EqualTo(id));
            Assert.That(shown.GetProperty("content").GetProperty("rendered").ToString(), Does.Contain("&lt;script&gt;").And.Contain("<p>").And.Not.Contain("<script>"));

            Assert.That(later.Select(p => p.Id), Is.EqualTo(new[] { id, delivered.ExternalId, reply }));
            Assert.That(later[1], Has.Property("Ours").True.And.Property("Text").EqualTo(answer.Text));
            Assert.That(later[2].InReplyTo, Is.EqualTo(delivered.ExternalId));
        });
    }

    [Test]
    public async Task An_answer_that_is_not_there_is_not_found()
    {
        var id = await site.GuestWroteAsync($"{token} question", Now);
        Assert.That(await ((IFindsAnswers)connector).FindAsync(Answer(id, token), default), Is.Null);
    }

    [Test]
    public async Task An_answer_in_moderation_is_found_and_one_in_the_trash_is_not()
    {
        var answer = Answer(await site.GuestWroteAsync($"{token} question", Now), $"{token} answer");
        var delivered = await DeliverAsync(answer);
        await site.ModerateAsync(delivered.ExternalId, "hold");
        var held = await ((IFindsAnswers)connector).FindAsync(answer, default);
        await site.ModerateAsync(delivered.ExternalId, "trash");
        Assert.Multiple(async () =>
        {
            Assert.That(held!.Parts.Single().ExternalId, Is.EqualTo(delivered.ExternalId));
            Assert.That(await ((IFindsAnswers)connector).FindAsync(answer, default), Is.Null);
        });
    }

    [Test]
    public async Task A_question_that_is_gone_refuses_its_answer()
    {
        var id = await site.GuestWroteAsync($"{token} question", Now);
        await site.ModerateAsync(id, "trash");
        var inTrash = await connector.DeliverAsync(Answer(id, token), default);
        await site.DeleteAsync(id);
        var deleted = await connector.DeliverAsync(Answer(id, token), default);
        Assert.Multiple(() =>
        {
            Assert.That(inTrash, Is.TypeOf<Delivery.Refused>());
            Assert.That(deleted, Is.EqualTo(new Delivery.Refused("The comment was deleted.")));
        });
    }

    [Test]
    public async Task An_answer_longer_than_the_column_is_refused() => Assert.That(
        await connector.DeliverAsync(Answer(await site.GuestWroteAsync($"{token} question", Now), new string('x', 65_526)), default),
        Is.TypeOf<Delivery.Refused>().With.Property("Reason").Contains("maximum length"));

    [Test]
    public async Task A_wrong_password_is_said()
    {
        var stranger = (IPollingConnector)new WordPressFactory(services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System).Create(
            "blog", new Dictionary<string, string> { ["baseUrl"] = WordPressSite.BaseUrl, ["user"] = WordPressSite.Variable("USER"), ["applicationPassword"] = "wrong" });
        await Assert.ThatAsync(
            () => stranger.PollAsync(null, Now, default), Throws.InstanceOf<HttpRequestException>().With.Message.Contains("401").And.Message.Not.Contains("wrong"));
    }

    [Test]
    public async Task All_pages_are_read()
    {
        var at = Now.AddDays(-3);
        var written = new List<string>();
        foreach (var chunk in Enumerable.Range(1, 130).Chunk(8))
            written.AddRange(await Task.WhenAll(chunk.Select(n => site.GuestWroteAsync($"{token} comment {n}", at.AddSeconds(n / 50)))));

        var read = new HashSet<string>();
        var (cursor, before) = ($"{at:yyyy-MM-dd'T'HH:mm:ss'Z'}", "");
        while (cursor != before)
        {
            var polled = await connector.PollAsync(cursor, Now, default);
            read.UnionWith(polled.Posts.Where(p => p.Text.Contains(token)).Select(p => p.Id));
            (before, cursor) = (cursor, polled.Cursor!);
        }
        Assert.That(read, Is.EquivalentTo(written));
    }

    [Test]
    public async Task Comments_of_the_second_last_read_are_not_lost()
    {
        var at = Now.AddSeconds(-1);
        var before = await site.GuestWroteAsync($"{token} before", at);
        var first = await connector.PollAsync(null, Now, default);
        var after = await site.GuestWroteAsync($"{token} after", at);
        var late = await site.GuestWroteAsync($"{token} late", at.AddSeconds(-20));
        Assert.Multiple(async () =>
        {
            Assert.That(first.Posts.Select(p => p.Id), Does.Contain(before));
            Assert.That((await PollAsync(first.Cursor)).Select(p => p.Id), Is.EqualTo(new[] { late, before, after }));
        });
    }

    [Test]
    public async Task A_comment_comes_when_a_moderator_lets_it_through()
    {
        var start = await connector.PollAsync(null, Now, default);
        var id = await site.GuestWroteAsync($"{token} held", Now, "hold");
        var held = await connector.PollAsync(start.Cursor, Now, default);
        // As if an hour and more had passed: other comments have moved the cursor on.
        var later = $"{Now.AddHours(2):yyyy-MM-dd'T'HH:mm:ss'Z'} {held.Cursor!.Split(' ')[1]}";
        var still = await connector.PollAsync(later, Now, default);
        await site.ModerateAsync(id, "approve");
        var through = await connector.PollAsync(still.Cursor, Now, default);
        Assert.Multiple(() =>
        {
            Assert.That(held.Posts.Concat(still.Posts).Select(p => p.Id), Does.Not.Contain(id));
            Assert.That(through.Posts.Select(p => p.Id), Does.Contain(id));
            Assert.That(through.Cursor!.Split(' ', ','), Does.Not.Contain(id));
        });
    }
}
