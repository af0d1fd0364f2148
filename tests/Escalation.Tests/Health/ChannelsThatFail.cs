using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Health;

/// <summary>A channel that fails is told by <c>/health/ready</c>, which turns nobody away for it.</summary>
public class ChannelsThatFail
{
    [Test]
    public async Task Polls_that_fail_and_a_channel_that_cannot_be_connected_are_told()
    {
        await using var service = await TestService.StartAsync(SetUp.Of(SetUp.Embedded), Sample.Organization());
        await service.Services.GetRequiredService<Database>().WriteAsync(async db =>
        {
            var cursor = await db.ChannelCursors.SingleAsync();
            (cursor.FailingSince, cursor.Problem) = (Some.Monday, "It does not answer.");
        });
        var failing = await service.Admin.GetAsync("/health/ready");
        Assert.That(failing.ToString(), Does.Contain("Channel site is failing since 2026-11-23 09:00:00Z: It does not answer. Check its settings"));

        var organization = service.Services.GetRequiredService<CurrentOrganization>();
        organization.Set(new Applied(organization.Now.Version, OrganizationFile.Empty with { Channels = [new Channel("blog", "unheard-of", Settings.None)] }));
        var unconnected = await service.Admin.GetAsync("/health/ready");
        Assert.That(unconnected.ToString(), Does.Contain("this program does not know the network"));
        Assert.That(new[] { (int)failing.Status, (int)unconnected.Status }, Is.All.EqualTo(200), "the others are served");
    }
}
