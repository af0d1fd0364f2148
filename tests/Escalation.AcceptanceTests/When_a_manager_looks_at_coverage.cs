using System.Collections.Immutable;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace Escalation.AcceptanceTests;

/// <summary>The page that shows who is there for each topic.</summary>
[TestFixture]
public sealed class When_a_manager_looks_at_coverage
{
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
    public async Task Who_is_there_who_is_away_and_who_declines_often()
    {
        var now = TimeProvider.System.GetUtcNow();
        await ChangeAsync(person => person.Name switch
        {
            "dirk" => person with { Absences = [new Absence(now.AddHours(-1), now.AddHours(5), null)] },
            "eva" => person with { Absences = [new Absence(now.AddHours(2), now.AddHours(20), null)] },
            "bob" => person with { Absences = [new Absence(now.AddHours(-1), now.AddHours(5), "chloe")] },
            _ => person,
        });
        await _service.Services.GetRequiredService<Database>().WriteAsync(db =>
        {
            db.Declines.AddRange(Enumerable.Range(0, 4).Select(_ => new Decline { ConversationId = Guid.NewGuid(), Expert = "chloe", Topic = "account", At = now.AddDays(-1) }));
            return Task.CompletedTask;
        });

        var ann = await AtTheDeskAsync("Ann Peeters");
        await ann.GetByRole(AriaRole.Link, new() { Name = "Coverage" }).ClickAsync();
        var repairs = ann.GetByRole(AriaRole.Region, new() { Name = "Repairs and workshop" });
        await Expect(repairs.GetByText("1 can be asked now")).ToBeVisibleAsync();
        await Expect(repairs.GetByText("Absences leave nobody")).ToBeVisibleAsync();
        await Expect(repairs.Locator("rect.gap")).ToHaveCountAsync(1);
        var delivery = ann.GetByRole(AriaRole.Region, new() { Name = "Delivery" });
        await Expect(delivery.GetByText("2 can be asked now")).ToBeVisibleAsync();
        await Expect(delivery.GetByText("Chloé Martin stands in")).ToBeVisibleAsync();
        await Expect(ann.GetByRole(AriaRole.Region, new() { Name = "Account and sign-in" }).GetByText("declined 4 of 4")).ToBeVisibleAsync();
        await Expect(ann.GetByRole(AriaRole.Region, new() { Name = "Gift cards" }).GetByText("Nobody knows this topic")).ToBeVisibleAsync();

        await ann.GetByRole(AriaRole.Link, new() { Name = "2 days" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Link, new() { Name = "2 days" })).ToHaveAttributeAsync("aria-current", "page");
        await ann.SetViewportSizeAsync(390, 800);
        Assert.That(await ann.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390), "nothing is wider than a telephone");
        Assert.That(_browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Who_is_no_manager_is_told_so()
    {
        var dirk = await AtTheDeskAsync("Dirk Janssen");
        await Expect(dirk.GetByRole(AriaRole.Link, new() { Name = "Coverage" })).ToHaveCountAsync(0);
        var answer = await dirk.GotoAsync("/coverage");
        Assert.That(answer!.Status, Is.EqualTo(403));
        await Expect(dirk.GetByText("This page is for managers")).ToBeVisibleAsync();
    }

    Task ChangeAsync(Func<Person, Person> change)
    {
        var file = _service.Services.GetRequiredService<CurrentOrganization>().Now.File;
        return _service.Services.GetRequiredService<ApplyOrganization>().HandleAsync(
            file with { People = file.People.Select(change).ToImmutableArray(), Topics = file.Topics.Add(new Topic("gifts", "Gift cards", [], [], null, false)) }, "test", null, CancellationToken.None);
    }

    async Task<IPage> AtTheDeskAsync(string expert)
    {
        var page = await _browser.SomebodyAsync(_service.Address);
        await page.GotoAsync("/desk");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new(expert) }).ClickAsync();
        return page;
    }
}
