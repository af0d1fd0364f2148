using System.Net;
using Escalation.Access;
using Escalation.Organization;
using Escalation.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>One embedded service for a whole fixture, whose tests keep out of each other's way.</summary>
public abstract class OneService
{
    protected TestService Service { get; private set; } = null!;
    protected ApiClient Api => Service.Admin;

    protected virtual string Organization => Sample.Organization();
    protected virtual TimeProvider? Time => null;

    protected virtual void Configure(WebApplicationBuilder builder) { }

    [OneTimeSetUp]
    public async Task StartAsync() => Service = await TestService.StartAsync(SetUp.Of(SetUp.Embedded), Organization, Time, configure: Configure);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
    }

    protected async Task<ApiClient> WithKeyAsync(Role role, string? person = null, params string[] channels) =>
        Service.With(await Service.Services.GetRequiredService<ApiKeys>().AddAsync($"{role} {person}", role, person, channels));

    /// <summary>Every refusal has the same shape: its media type, a type, a title, and a sentence for a person.</summary>
    protected static void AssertProblem(ApiAnswer answer, int status, string type)
    {
        Assert.That(((int)answer.Status, answer.MediaType), Is.EqualTo((status, "application/problem+json")), answer.ToString());
        Assert.That(answer.Body!["type"]!.GetValue<string>(), Is.EqualTo($"urn:escalation:problem:{type}"), answer.ToString());
        Assert.That(answer.Body["status"]!.GetValue<int>(), Is.EqualTo(status));
        Assert.That(answer.Body["title"]!.GetValue<string>(), Is.Not.Empty);
        Assert.That(answer.Body["detail"]!.GetValue<string>(), Does.Match("^[A-Z0-9].*[.]$"));
    }
}
