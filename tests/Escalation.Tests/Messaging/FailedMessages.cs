using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Storage;
using Escalation.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Messaging;

/// <summary>A message that fails for good is told, and the others go on.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public class FailedMessages(string setUp)
{
    [Test]
    public async Task Message_that_goes_to_the_error_queue_is_told_by_an_alert()
    {
        await using var service = await TestService.StartAsync(SetUp.Of(setUp), Sample.Organization(), configure: builder => builder.Services.AddSingleton(new PatientRetry(tries: 2)));
        var bad = Guid.Parse(await service.Admin.AskAsync(Sample.Channel, "p1", "My invoice is wrong"));
        await service.Admin.InStateAsync(bad.ToString(), "assigned");
        var database = service.Services.GetRequiredService<Database>();
        await database.WriteAsync(db => db.Database.ExecuteSqlAsync($"UPDATE conversations SET passed_over = 'no list' WHERE id = {bad}"));

        await service.Services.GetRequiredService<IBusControl>().Publish(new QuestionDeclined(bad));
        var alert = await Until.SeenAsync(() => database.ReadAsync(db => db.Alerts.FirstOrDefaultAsync(a => a.Kind == AlertKinds.MessageFailed)), alert => alert is not null, "it is told", TimeSpan.FromMinutes(2));
        Assert.That(alert!.Text, Does.Contain("escalation-conversations_error"));
        await service.Admin.InStateAsync(await service.Admin.AskAsync(Sample.Channel, "p2", "My invoice is wrong", "y"), "assigned");
    }
}
