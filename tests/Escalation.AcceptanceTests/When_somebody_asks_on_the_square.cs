using Escalation.Testing;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace Escalation.AcceptanceTests;

/// <summary>The demo, from the first question to the follow-up, in two browsers: the asker's and the expert's. Nobody reloads a page.</summary>
[TestFixture]
public sealed class When_somebody_asks_on_the_square
{
    const string Question = "My brakes squeak when it rains.\nWhat can I do?";

    /// <summary>Takes a fraction of a second; a busy machine may take longer.</summary>
    const float Soon = 10_000;

    TestService _service = null!;
    Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _browser = await Browser.StartAsync();
        _service = await TestService.StartAsync(Testing.SetUp.Of(Testing.SetUp.Embedded), demo: true);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    [Test]
    public async Task The_answer_appears_in_the_thread_and_a_follow_up_returns_to_the_same_expert()
    {
        var dirk = await AtTheDeskAsync("Dirk Janssen");
        await Expect(dirk.GetByText("Nothing waits for you.")).ToBeVisibleAsync();

        var asker = await AskAsync("Zoë", Question);
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Dirk Janssen has the question", new() { Timeout = Soon });

        await dirk.GetByRole(AriaRole.Link, new() { NameRegex = new("My brakes squeak") }).ClickAsync(new() { Timeout = Soon });
        await Expect(dirk.GetByText("Repairs and workshop").First).ToBeVisibleAsync();
        await Expect(dirk.Locator("mark")).ToHaveTextAsync(["brake", "squeak"]);
        await Expect(dirk.GetByLabel("Question", new() { Exact = true }).GetByText("due in 2 h")).ToBeVisibleAsync();
        await dirk.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Dirk Janssen is on it", new() { Timeout = Soon });

        await dirk.GetByLabel("Your answer").FillAsync("Clean the rims first.\nThen come by.");
        await dirk.GetByLabel("Your answer").PressAsync("Control+Enter");
        await Expect(dirk.GetByText("✓ Delivered")).ToBeVisibleAsync(new() { Timeout = Soon });
        await Expect(asker.GetByText("Clean the rims first.\nThen come by.")).ToBeVisibleAsync(new() { Timeout = Soon });
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Answered by Dirk Janssen");

        await asker.GetByLabel("Reply").FillAsync("They are clean, and still squeak.");
        await asker.GetByRole(AriaRole.Button, new() { Name = "Reply" }).ClickAsync();
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Dirk Janssen is on it", new() { Timeout = Soon });
        await Expect(dirk.GetByLabel("Question", new() { Exact = true }).GetByText("They are clean, and still squeak.")).ToBeVisibleAsync(new() { Timeout = Soon });
        await Expect(dirk.GetByText("You are on it")).ToBeVisibleAsync();
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_question_that_nobody_can_place_gets_its_topic_from_a_manager()
    {
        var asker = await AskAsync("Zoë", "Which sleeping bag is warm enough for the Ardennes in March?");
        await Expect(asker.GetByRole(AriaRole.Status)).ToContainTextAsync("finding out who knows this best", new() { Timeout = Soon });

        var ann = await AtTheDeskAsync("Ann Peeters");
        await ann.GetByRole(AriaRole.Link, new() { NameRegex = new("Which sleeping bag") }).ClickAsync();
        await ForwardAsync(ann, "Returns and exchanges");
        await Expect(ann.GetByText("Forwarded.")).ToBeVisibleAsync();
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Chloé Martin has the question", new() { Timeout = Soon });
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_manager_gives_the_likeliest_topic_by_one_click_and_so_teaches_it()
    {
        string[] alike = ["Is a sleeping bag of down warm enough?", "Which sleeping bag keeps me warm in the snow?"];
        await AskAsync("Zoë", "Which sleeping bag is warm enough in March?");
        var ann = await AtTheDeskAsync("Ann Peeters");
        await ann.GetByRole(AriaRole.Link, new() { NameRegex = new("Which sleeping bag") }).ClickAsync();
        var likeliest = ann.GetByRole(AriaRole.Button, new() { NameRegex = new("[0-9]+ %") });
        await Expect(likeliest).ToHaveCountAsync(3);
        var topic = (await likeliest.First.Locator("strong").TextContentAsync())!;
        await likeliest.First.ClickAsync();
        await Expect(ann.GetByText("Forwarded.")).ToBeVisibleAsync();
        foreach (var question in alike)
        {
            // It may have got the point already.
            if ((await RoutedAsync(await AskAsync("Zoë", question))).Contains("finding out"))
            {
                await ann.GetByRole(AriaRole.Link, new() { NameRegex = new(question[..^1]) }).ClickAsync(new() { Timeout = Soon });
                await ForwardAsync(ann, topic);
            }
        }

        var holder = (await RoutedAsync(await AskAsync("Yan", "Is my sleeping bag warm enough in the snow?"))).Replace(" has the question", "");
        var expert = await AtTheDeskAsync(holder);
        await expert.GetByRole(AriaRole.Link, new() { NameRegex = new("Is my sleeping bag") }).ClickAsync();
        await Expect(expert.GetByText($"Topic: {topic}")).ToBeVisibleAsync();
        await Expect(expert.GetByText("% sure, because of")).ToBeVisibleAsync();
        await Expect(expert.Locator("mark").First).ToBeVisibleAsync();
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task An_expert_passes_on_what_is_not_theirs()
    {
        var asker = await AskAsync("Zoë", "Where is my parcel?");
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Bob Okafor has the question", new() { Timeout = Soon });

        var bob = await AtTheDeskAsync("Bob Okafor");
        await bob.GetByRole(AriaRole.Link, new() { NameRegex = new("Where is my parcel") }).ClickAsync();
        await bob.GetByText("Not mine").ClickAsync();
        await bob.GetByLabel("Why?").FillAsync("I am off to the courier.");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Pass it on" }).ClickAsync();
        await Expect(bob.GetByText("Somebody else is asked now.")).ToBeVisibleAsync();
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Eva Lindqvist has the question", new() { Timeout = Soon });
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Who_passes_it_on_may_say_whose_it_is()
    {
        var asker = await AskAsync("Zoë", "Where is my parcel?");
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Bob Okafor has the question", new() { Timeout = Soon });

        var bob = await AtTheDeskAsync("Bob Okafor");
        await bob.GetByRole(AriaRole.Link, new() { NameRegex = new("Where is my parcel") }).ClickAsync();
        await Expect(bob.GetByText("You: at work now, level 3, 0 of 8 in use")).ToBeVisibleAsync();
        await bob.GetByText("Not mine").ClickAsync();
        await bob.GetByLabel("Why?").FillAsync("They want their money back.");
        await bob.GetByLabel("Whose is it?").SelectOptionAsync("Billing and invoices");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Pass it on" }).ClickAsync();
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync("Ann Peeters has the question", new() { Timeout = Soon });
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Markup_in_a_question_is_only_text()
    {
        const string markup = "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\"> refund";
        var asker = await AskAsync("<b>Zoë</b>", markup);
        await Expect(asker.GetByText(markup)).ToBeVisibleAsync();

        var ann = await AtTheDeskAsync("Ann Peeters");
        await ann.GetByRole(AriaRole.Link, new() { NameRegex = new("refund") }).ClickAsync();
        await Expect(ann.GetByLabel("Question", new() { Exact = true }).GetByText(markup)).ToBeVisibleAsync();
        Assert.That(await ann.TitleAsync(), Does.StartWith("<b>Zoë</b> asks"));
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Only_who_asked_may_reply_in_the_thread()
    {
        var asker = await AskAsync("Zoë", Question);
        await Expect(asker.GetByLabel("Reply")).ToBeVisibleAsync();

        var stranger = await _browser.SomebodyAsync(_service.Address);
        await stranger.GotoAsync(asker.Url);
        await Expect(stranger.GetByText("This is Zoë's thread.")).ToBeVisibleAsync();
        await Expect(stranger.GetByLabel("Reply")).Not.ToBeVisibleAsync();
    }

    [Test]
    public async Task What_is_missing_or_too_long_is_said_and_nothing_written_is_lost()
    {
        var page = await _browser.SomebodyAsync(_service.Address);
        await page.GotoAsync("/square");
        await page.GetByLabel("Your name").FillAsync("Zoë");
        await page.GetByLabel("Your question").FillAsync(new string('x', 2001));
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Expect(page.GetByText("Please keep it to 2,000 characters; these are 2,001.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Your question")).ToHaveValueAsync(new string('x', 2001));
    }

    async Task<IPage> AskAsync(string name, string question)
    {
        var page = await _browser.SomebodyAsync(_service.Address);
        await page.GotoAsync("/square");
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByLabel("Your question").FillAsync(question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"{name} asks" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>What its asker reads once it is decided where the question goes.</summary>
    static async Task<string> RoutedAsync(IPage asker)
    {
        await Expect(asker.GetByRole(AriaRole.Status)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("has the question|finding out"), new() { Timeout = Soon });
        return (await asker.GetByRole(AriaRole.Status).TextContentAsync())!.Trim();
    }

    static async Task ForwardAsync(IPage manager, string topic)
    {
        await manager.GetByLabel("Give it to").SelectOptionAsync(topic);
        await manager.GetByRole(AriaRole.Button, new() { Name = "Forward" }).ClickAsync();
    }

    async Task<IPage> AtTheDeskAsync(string person)
    {
        var page = await _browser.SomebodyAsync(_service.Address);
        await page.GotoAsync("/desk");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new(person) }).ClickAsync();
        await Expect(page.GetByText("For you").First).ToBeVisibleAsync();
        return page;
    }
}
