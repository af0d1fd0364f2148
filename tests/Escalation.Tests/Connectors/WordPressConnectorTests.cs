using System.Text.Json;
using System.Web;
using Escalation.Connectors;
using Escalation.Connectors.WordPress;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

/// <summary>What the connector makes of answers that a real server does not give at will; the rest is tried on a real one.</summary>
public class WordPressConnectorTests
{
    const long Us = 2;
    static readonly DateTimeOffset Since = FakeNetwork.Now;
    static readonly string Question = Comment(7, text: "Where?", author: 3);

    static string Comment(long id, string at = "2026-11-22T02:59:00", string text = "Hi", long author = 0, string name = "Zoe", string email = "",
        long parent = 0, string status = "approved", string type = "comment") => JsonSerializer.Serialize(new
        {
            id,
            post = 1,
            parent,
            author,
            author_name = name,
            author_email = email,
            date_gmt = at,
            content = new { raw = text },
            link = $"https://blog.example/hello/#comment-{id}",
            type,
            status,
        });

    static HttpResponseMessage Page(params string[] comments) =>
        FakeNetwork.Response(200, $"[{string.Join(',', comments)}]", ("X-WP-Total", $"{comments.Length}"), ("Date", "Sun, 22 Nov 2026 03:00:00 GMT"));

    static HttpResponseMessage Error(int status, string code, string message = "No.") =>
        FakeNetwork.Response(status, JsonSerializer.Serialize(new { code, message, data = new { status } }));

    static T Connector<T>(FakeNetwork network) where T : IConnector => (T)new WordPressFactory(network, network.Time).Create("blog", new Dictionary<string, string>
    {
        ["baseUrl"] = "https://blog.example",
        ["user"] = "acme",
        ["applicationPassword"] = "abcd EFGH",
    });

    static FakeNetwork Site(Func<HttpResponseMessage> list, Func<HttpResponseMessage>? get = null, Func<HttpResponseMessage>? post = null) => new((request, _) =>
    {
        var path = request.RequestUri!.AbsolutePath;
        return request.Method == HttpMethod.Post ? post!()
            : path == "/wp-json/wp/v2/users/me" ? FakeNetwork.Response(200, $$"""{"id":{{Us}}}""", ("Date", "Sun, 22 Nov 2026 03:00:00 GMT"))
            : path == "/wp-json/wp/v2/comments" ? list()
            : (get ?? (() => FakeNetwork.Response(200, Question)))();
    });

    static Task<Polled> Poll(string? cursor, params string[] comments) =>
        Connector<IPollingConnector>(Site(() => Page(comments))).PollAsync(cursor, Since, default);

    static Task<Delivery> Deliver(Func<HttpResponseMessage> post, Func<HttpResponseMessage>? get = null, params string[] found) =>
        Connector<IConnector>(Site(() => Page(found), get, post)).DeliverAsync(FakeNetwork.Answer(), default);

    [Test]
    public async Task A_new_channel_begins_at_the_sites_own_time()
    {
        var site = Site(() => Page(Comment(5, at: "2026-11-22T02:57:59"), Comment(6, at: "2026-11-22T02:58:01")));
        var polled = await Connector<IPollingConnector>(site).PollAsync(null, Since, default);
        var query = HttpUtility.ParseQueryString(site.Requests[^1].Message.RequestUri!.Query);
        Assert.Multiple(() =>
        {
            Assert.That(polled.Posts.Select(p => p.Id), Is.EqualTo(new[] { "6" }));
            Assert.That(polled.Cursor, Is.EqualTo("2026-11-22T03:00:00Z"));
            Assert.That(query["after"], Is.EqualTo("2026-11-22T01:55:00Z"));
            Assert.That(query["status"], Is.EqualTo("all"));
            Assert.That(site.Requests[^1].Message.Headers.Authorization!.ToString(), Is.EqualTo("Basic YWNtZTphYmNkIEVGR0g="));
        });
    }

    [Test]
    public async Task Comments_become_posts()
    {
        var polled = await Poll("2026-11-22T02:58:00Z",
            Comment(1, name: "O&#039;Neil &amp; Co", email: "Zoe@Example.org", text: "<b>Hi</b> &amp; bye"),
            Comment(2, author: 9, parent: 1),
            Comment(3, author: Us),
            Comment(4, type: "pingback"),
            Comment(5, email: "zoe@example.org "),
            Comment(6, name: ""));
        var posts = polled.Posts;
        Assert.Multiple(() =>
        {
            Assert.That(posts[0], Is.EqualTo(new InboundPost(
                "1", "Hi & bye", posts[0].Author, null, "https://blog.example/hello/#comment-1", new DateTimeOffset(2026, 11, 22, 2, 59, 0, TimeSpan.Zero))));
            Assert.That(posts[0].Author.Name, Is.EqualTo("O'Neil & Co"));
            Assert.That(posts[0].Author.Id, Does.Match("^guest:[0-9a-f]{16}$").And.EqualTo(posts[4].Author.Id));
            Assert.That(posts[1].Author.Id, Is.EqualTo("user-9"));
            Assert.That(posts[1].InReplyTo, Is.EqualTo("1"));
            Assert.That(posts.Select(p => p.Ours), Is.EqualTo(new[] { false, false, true, false, false, false }));
            Assert.That(posts.Select(p => p.Bot), Is.EqualTo(new[] { false, false, false, true, false, false }));
            Assert.That(posts[5].Author.Name, Is.EqualTo("Anonymous"));
        });
    }

    [Test]
    public async Task The_cursor_keeps_the_newest_time_but_none_from_the_future()
    {
        var polled = await Poll("2026-11-22T02:58:00Z", Comment(1), Comment(2, at: "2099-01-01T00:00:00"), Comment(3, at: "-0001-11-30T00:00:00"));
        Assert.Multiple(() =>
        {
            Assert.That(polled.Posts, Has.Count.EqualTo(3));
            Assert.That(polled.Cursor, Is.EqualTo("2026-11-22T02:59:00Z"));
        });
    }

    [Test]
    public async Task A_comment_held_for_moderation_is_awaited()
    {
        var first = await Poll("2026-11-22T02:58:00Z", Comment(1, status: "hold"), Comment(2));
        var site = Site(() => Page(Comment(1, at: "2026-11-18T10:00:00")));
        var second = await Connector<IPollingConnector>(site).PollAsync("2026-11-22T02:59:00Z 1,4", Since, default);
        Assert.Multiple(() =>
        {
            Assert.That(first.Posts.Select(p => p.Id), Is.EqualTo(new[] { "2" }));
            Assert.That(first.Cursor, Is.EqualTo("2026-11-22T02:59:00Z 1"));
            Assert.That(site.Requests[^1].Message.RequestUri!.Query, Does.Contain("include=1,4").And.Contain("status=any"));
            Assert.That(second.Posts.Select(p => p.Id), Is.EqualTo(new[] { "1" }));
            Assert.That(second.Cursor, Is.EqualTo("2026-11-22T02:59:00Z"));
        });
    }

    static FakeNetwork SiteWith(List<string> comments, Action<int>? beforePage = null) => new((request, _) =>
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/me", StringComparison.Ordinal))
            return FakeNetwork.Response(200, $$"""{"id":{{Us}}}""");
        var offset = int.Parse(HttpUtility.ParseQueryString(request.RequestUri.Query)["offset"]!);
        beforePage?.Invoke(offset);
        return FakeNetwork.Response(200, $"[{string.Join(',', comments.Skip(offset).Take(100))}]", ("X-WP-Total", $"{comments.Count}"));
    });

    [TestCase(10)]
    [TestCase(20)]
    [TestCase(120)]
    public async Task No_comment_is_lost_when_others_are_deleted_while_pages_are_read(int deleted)
    {
        var all = Enumerable.Range(1, 230).Select(id => Comment(id)).ToList();
        var site = SiteWith(all, offset =>
        {
            if (offset > 0 && all.Count == 230)
                all.RemoveRange(0, deleted);
        });
        var polled = await Connector<IPollingConnector>(site).PollAsync("2026-11-22T02:58:00Z", Since, default);
        Assert.That(polled.Posts.Select(p => int.Parse(p.Id)), Is.SupersetOf(Enumerable.Range(deleted + 1, 230 - deleted)));
    }

    [Test]
    public async Task A_long_backlog_is_read_in_several_polls()
    {
        static string At(int n) => new DateTime(2026, 11, 20).AddSeconds(n).ToString("s");
        var site = SiteWith([.. Enumerable.Range(1, 2000).Select(n => Comment(n, At(n)))]);
        var polled = await Connector<IPollingConnector>(site).PollAsync("2026-11-19T23:59:59Z", Since, default);
        var sameSecond = SiteWith([.. Enumerable.Range(1, 2000).Select(n => Comment(n, At(1)))]);
        var polledAgain = await Connector<IPollingConnector>(sameSecond).PollAsync($"{At(1)}Z", Since, default);
        Assert.Multiple(() =>
        {
            Assert.That(polled.Posts.Select(p => p.Id), Is.EqualTo(Enumerable.Range(1, 460).Select(n => $"{n}")));
            Assert.That(polled.Cursor, Is.EqualTo($"{At(460)}Z"));
            Assert.That(polledAgain.Posts, Has.Count.EqualTo(2000), "a cursor that stands still would read the same comments for ever");
        });
    }

    [TestCase(401, "The provided password is an invalid application password.")]
    [TestCase(500, "")]
    public void A_poll_that_fails_says_so_without_the_password(int status, string message) => Assert.That(
        () => Connector<IPollingConnector>(new FakeNetwork(() => Error(status, "x", message))).PollAsync(null, Since, default),
        Throws.InstanceOf<HttpRequestException>().With.Message.Contains($"{status}").And.Message.Contains(message).And.Message.Not.Contains("abcd"));

    [Test]
    public void A_limit_told_to_a_poll_is_a_limit() => Assert.That(
        () => Connector<IPollingConnector>(new FakeNetwork(() => FakeNetwork.Response(429, "", ("Retry-After", "90")))).PollAsync(null, Since, default),
        Throws.InstanceOf<TryLaterException>().With.Property(nameof(TryLaterException.After)).EqualTo(TimeSpan.FromSeconds(90)));

    [Test]
    public void A_redirect_is_named_and_not_followed() => Assert.That(
        () => Connector<IPollingConnector>(new FakeNetwork(() => FakeNetwork.Response(301, "", ("Location", "https://www.blog.example/wp-json/")))).PollAsync(null, Since, default),
        Throws.InstanceOf<HttpRequestException>().With.Message.Contains("a redirect to https://www.blog.example/wp-json/"));

    [Test]
    public void A_page_that_is_not_WordPresss_is_no_empty_site() => Assert.That(
        () => Connector<IPollingConnector>(Site(() => FakeNetwork.Response(200, "<html>Sign in"))).PollAsync(null, Since, default),
        Throws.InstanceOf<HttpRequestException>().With.Message.Contains("<html>Sign in"));

    [Test]
    public async Task An_answer_is_delivered() => Assert.That(
        ((Delivery.Delivered)await Deliver(() => FakeNetwork.Response(201, Comment(8, author: Us, parent: 7)))).Parts,
        Is.EqualTo(new[] { new DeliveredPart("8", "https://blog.example/hello/#comment-8") }));

    [Test]
    public async Task A_duplicate_is_the_one_that_stands_there()
    {
        var delivery = (Delivery.Delivered)await Deliver(
            () => Error(409, "comment_duplicate"), null, Comment(9, text: "Yes.", author: Us, status: "trash"), Comment(8, text: "Yes.", author: Us));
        Assert.Multiple(() =>
        {
            Assert.That(delivery.Parts[0].ExternalId, Is.EqualTo("8"));
            Assert.That(delivery.At, Is.EqualTo(FakeNetwork.Now.AddMinutes(-1)));
        });
    }

    [TestCase(401, "rest_not_logged_in", "You are not logged in.")]
    [TestCase(403, "rest_comment_closed", "Comments are closed.")]
    [TestCase(400, "comment_content_column_length", "Comment field exceeds maximum length allowed.")]
    [TestCase(409, "comment_duplicate", "not among our replies")]
    public async Task What_a_person_must_mend_is_refused(int status, string code, string message) =>
        Assert.That(((Delivery.Refused)await Deliver(() => Error(status, code, message))).Reason, Does.Contain(message));

    [TestCase("spam")]
    [TestCase("trash")]
    public async Task An_answer_that_a_filter_put_away_needs_a_person(string status) => Assert.That(
        ((Delivery.Refused)await Deliver(() => FakeNetwork.Response(201, Comment(8, status: status)))).Reason, Does.Contain(status).And.Contain("#comment-8"));

    [TestCase("spam")]
    [TestCase("trash")]
    public async Task A_question_that_was_taken_down_is_not_answered(string status) => Assert.That(
        ((Delivery.Refused)await Deliver(() => throw new AssertionException("posted"), () => FakeNetwork.Response(200, Comment(7, status: status)))).Reason,
        Does.Contain("taken down"));

    [Test]
    public async Task A_question_that_was_deleted_is_not_answered() => Assert.That(
        await Deliver(() => throw new AssertionException("posted"), () => Error(404, "rest_comment_invalid_id")),
        Is.EqualTo(new Delivery.Refused("The comment was deleted.")));

    [Test]
    public void Too_many_comments_wait() => Assert.Multiple(() =>
    {
        Assert.That(
            () => Deliver(() => Error(400, "comment_flood")),
            Throws.InstanceOf<TryLaterException>().With.Property(nameof(TryLaterException.After)).EqualTo(TimeSpan.FromSeconds(15)));
        Assert.That(
            () => Deliver(() => FakeNetwork.Response(429, "", ("Retry-After", "60"))),
            Throws.InstanceOf<TryLaterException>().With.Property(nameof(TryLaterException.After)).EqualTo(TimeSpan.FromMinutes(1)));
    });

    [TestCase(408)]
    [TestCase(500)]
    [TestCase(503)]
    [TestCase(504)]
    public void A_site_that_fails_may_have_stored_the_answer(int status) =>
        Assert.That(() => Deliver(() => FakeNetwork.Response(status)), Throws.InstanceOf<HttpRequestException>());

    [Test]
    public void An_answer_that_is_cut_off_may_have_been_stored() => Assert.Multiple(() =>
    {
        Assert.That(() => Deliver(() => throw new HttpRequestException("reset")), Throws.InstanceOf<HttpRequestException>());
        Assert.That(() => Deliver(() => FakeNetwork.Response(201, "<html>")), Throws.InstanceOf<HttpRequestException>());
    });

    [Test]
    public void What_fails_before_anything_was_sent_is_tried_later() => Assert.Multiple(() =>
    {
        Assert.That(() => Deliver(() => throw new HttpRequestException(HttpRequestError.ConnectionError)), Throws.InstanceOf<TryLaterException>());
        Assert.That(() => Deliver(() => throw new AssertionException("posted"), () => throw new HttpRequestException("reset")), Throws.InstanceOf<TryLaterException>());
        Assert.That(() => Deliver(() => throw new AssertionException("posted"), () => FakeNetwork.Response(503)), Throws.InstanceOf<TryLaterException>());
    });

    [Test]
    public async Task Finds_only_what_can_be_seen_or_will_be()
    {
        async Task<Delivery.Delivered?> Find(params string[] found) =>
            await Connector<IFindsAnswers>(Site(() => Page(found))).FindAsync(FakeNetwork.Answer(), default);
        Assert.Multiple(async () =>
        {
            Assert.That((await Find(Comment(8, text: "Yes.", status: "hold")))!.Parts[0].ExternalId, Is.EqualTo("8"));
            Assert.That(await Find(Comment(8, text: "No."), Comment(9, text: "Yes.", status: "trash")), Is.Null);
            Assert.That(await Find(), Is.Null);
        });
    }

    [TestCase("00:00:05", true)]
    [TestCase("15", false)]
    [TestCase("00:00:00", false)]
    [TestCase("soon", false)]
    public void Checks_the_poll_interval(string value, bool good) => Assert.That(
        WordPressOptions.Settings.Single(s => s.Name == "pollInterval").Check!(value) is null, Is.EqualTo(good));
}
