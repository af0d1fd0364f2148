using System.Diagnostics;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Organization;

/// <summary>A replica of an older program beside an organization that it cannot read: it says so, and refuses what needs it at once.</summary>
public class UnreadableOrganization
{
    [Test]
    public async Task It_is_told_and_commands_that_need_it_are_refused_at_once_while_reading_goes_on()
    {
        var setUp = SetUp.Of(SetUp.Embedded);
        await setUp.PrepareAsync();
        var service = await TestService.RestartAsync(setUp, Sample.Organization());
        var newer = await service.Admin.AskAsync(Sample.Channel, "p1", "My invoice is wrong");
        await service.Admin.InStateAsync(newer, "assigned");
        await using (var db = service.Services.GetRequiredService<Func<EscalationDb>>()())
        {
            db.Organizations.Add(new OrganizationVersion { Number = 9, Hash = "x", Json = """{"ofANewerVersion": 1}""", AppliedBy = "mia", AppliedAt = Some.Monday });
            await db.SaveChangesAsync();
            await db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.OrganizationVersion, 9));
        }
        await IsToldAsync(service);
        await service.StopAsync();

        await using var again = await TestService.RestartAsync(setUp);
        await IsToldAsync(again);
        Assert.That(again.Services.GetRequiredService<CurrentOrganization>().Now.Version, Is.EqualTo(1), "the newest that it can read");

        async Task IsToldAsync(TestService service)
        {
            var ready = await Until.SeenAsync(() => service.Admin.GetAsync("/health/ready"), answer => (int)answer.Status == 503, "not ready");
            Assert.That(ready.Body!["checks"]!["organization"]!["description"]!.GetValue<string>(), Does.Contain("Version 9").And.Contain("update this replica"));
            var started = Stopwatch.GetTimestamp();
            var answer = await service.Admin.PostAsync($"conversations/{newer}/accept", new { by = "bob" });
            Assert.That(((int)answer.Status, answer.RetryAfter), Is.EqualTo((503, (TimeSpan?)TimeSpan.FromSeconds(5))), answer.ToString());
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(3)), "it is not waited for");
            Assert.That((int)(await service.Admin.GetAsync($"conversations/{newer}")).Status, Is.EqualTo(200));
        }
    }
}
