using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Escalation.Organization;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>Who may come in, and what a demo leaves behind.</summary>
[TestFixture]
public sealed partial class When_the_demo_is_served
{
    TestService _service = null!;
    SetUp _setUp = null!;
    HttpClient _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _setUp = Testing.SetUp.Of(Testing.SetUp.Embedded);
        _service = await TestService.StartAsync(_setUp, demo: true);
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _service.Address };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task The_desk_asks_who_is_there()
    {
        using var page = await _browser.GetAsync("/desk");
        Assert.That(page.Headers.Location!.PathAndQuery, Is.EqualTo("/sign-in?back=%2Fdesk"));

        using var part = new HttpRequestMessage(HttpMethod.Get, "/desk/list") { Headers = { { "HX-Request", "true" } } };
        using var answer = await _browser.SendAsync(part);
        Assert.That((answer.StatusCode, answer.Headers.GetValues("HX-Redirect").Single()), Is.EqualTo((HttpStatusCode.Unauthorized, "/sign-in")));
    }

    [Test]
    public async Task The_commands_that_look_find_what_it_left()
    {
        using var commands = new CommandLine();
        var explained = await commands.RunAsync("topics", "explain", "My parcel never came", "--data", _setUp.Data.FullName);
        Assert.That((explained.Exit, explained.Error), Is.EqualTo((0, "")));
        Assert.That(explained.Out, Does.Contain("It goes to delivery (Delivery), 100 % sure, because of: parcel."));
        Assert.That((await commands.RunAsync("export", "--data", _setUp.Data.FullName)).Out, Does.Contain("\"square\""));
    }

    [Test]
    public async Task Nobody_signs_in_under_a_name_that_is_not_this_machines_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "rebound.example" } };
        using var answer = await _browser.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_form_that_is_not_of_our_own_pages_is_refused()
    {
        using var signIn = await _browser.PostAsync("/sign-in", Form(("person", "ann")));
        using var question = await _browser.PostAsync("/square", Form(("name", "Zoë"), ("text", "Where is my parcel?")));
        Assert.That((signIn.StatusCode, question.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
    }

    [Test]
    public async Task The_cookie_opens_the_desk_but_not_the_api()
    {
        await SignInAsync("ann");
        using var desk = await _browser.GetAsync("/desk");
        using var api = await _browser.GetAsync("/api/v1/conversations");
        Assert.That((desk.StatusCode, api.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task Who_left_the_organization_is_out_at_once()
    {
        await SignInAsync("eva");
        var file = _service.Services.GetRequiredService<CurrentOrganization>().Now.File;
        await _service.Services.GetRequiredService<ApplyOrganization>().HandleAsync(
            file with { People = file.People.Where(p => p.Name != "eva").ToImmutableArray() }, "test", null, CancellationToken.None);

        using var desk = await _browser.GetAsync("/desk");
        Assert.That(desk.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task The_secret_of_the_website_is_made_once_and_is_its_owners_alone()
    {
        var path = Path.Combine(_setUp.Data.FullName, "website.secret");
        var secret = await File.ReadAllTextAsync(path);
        Assert.That(Convert.FromBase64String(secret.Trim()["whsec_".Length..]), Has.Length.EqualTo(32));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        await _service.StopAsync();
        _service = await TestService.RestartAsync(_setUp, demo: true);
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(secret));
    }

    [Test]
    public async Task Served_in_earnest_there_is_no_square_and_nobody_signs_in_without_a_password()
    {
        await SignInAsync("ann");
        await _service.StopAsync();
        _service = await TestService.RestartAsync(_setUp);

        foreach (var path in (string[])["/square", "/sign-in", "/desk"])
        {
            using var answer = await _browser.GetAsync(new Uri(_service.Address, path));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), path);
        }
        Assert.That(await _browser.GetStringAsync(_service.Address), Does.Contain("/openapi/v1.json"));
    }

    async Task SignInAsync(string person)
    {
        var page = await _browser.GetStringAsync("/sign-in");
        using var answer = await _browser.PostAsync("/sign-in", Form(("person", person), ("__RequestVerificationToken", Token().Match(page).Groups[1].Value)));
        Assert.That(answer.Headers.Location?.ToString(), Is.EqualTo("/desk"));
    }

    static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.ToDictionary(f => f.Name, f => f.Value));

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)")]
    private static partial Regex Token();
}
