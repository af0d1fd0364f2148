using Escalation.Alerts;
using Escalation.Messaging;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Messaging;

/// <summary>A message that cannot be published is set aside and told; the others go on.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public class OutboxSetAside(string setUp)
{
    const string Unknown = "escalation:of-a-newer-version";

    [Test]
    public async Task Message_that_cannot_be_read_is_set_aside_and_taken_up_at_the_next_start()
    {
        var data = SetUp.Of(setUp);
        await data.PrepareAsync();
        var service = await TestService.RestartAsync(data, Sample.Organization());
        var assigned = await service.Admin.AskAsync(Sample.Channel, "p0", "My invoice is wrong", "x");
        await service.Admin.InStateAsync(assigned, "assigned");
        var (declined, old) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow().AddMinutes(-5));
        await WriteAsync(service, db =>
        {
            // More than one batch, so that what is behind them is reached.
            db.Outbox.AddRange(Enumerable.Range(0, 250).Select(i => Row(Ids.New(old), Unknown, "{}")));
            db.Outbox.Add(Row(Ids.New(old), MessageTypes.Name(typeof(ExpertsFreed)), "{ broken"));
            db.Outbox.Add(Row(declined, MessageTypes.Name(typeof(QuestionDeclined)), "null"));
        });
        await service.StopAsync();

        service = await TestService.RestartAsync(data);
        await Until.SeenAsync(() => SetAsideAsync(service), count => count == 252, "all are set aside");
        var later = await service.Admin.AskAsync(Sample.Channel, "p1", "My invoice is wrong", "y");
        await service.Admin.InStateAsync(later, "assigned");
        var alerts = await ReadAsync(service, db => db.Alerts.Where(a => a.Kind == AlertKinds.MessageFailed).Select(a => a.Text).ToListAsync());
        Assert.That(alerts, Has.Exactly(3).Items.And.One.Contains(Unknown), "one for each type");
        var ready = await service.Admin.GetAsync("/health/ready");
        Assert.That((int)ready.Status, Is.EqualTo(200));
        Assert.That(ready.Body!["checks"]!["rows"]!.ToJsonString(), Does.Contain("Degraded").And.Contain("cannot be published since"));

        // What a newer version of the program knows.
        await WriteAsync(service, db => db.Outbox.Where(m => m.Id == declined).ExecuteUpdate(s => s.SetProperty(m => m.Body, $$"""{"ConversationId":"{{assigned}}"}""")));
        await service.StopAsync();
        await using var again = await TestService.RestartAsync(data);
        await Until.TrueAsync(() => ReadAsync(again, db => db.Inbox.AnyAsync(m => m.MessageId == declined)), "it is taken");
        Assert.That(await SetAsideAsync(again), Is.EqualTo(251));
        Assert.That(await ReadAsync(again, db => db.Alerts.CountAsync(a => a.Kind == AlertKinds.MessageFailed)), Is.EqualTo(3), "told once");

        OutboxMessage Row(Guid id, string type, string body) => new() { Id = id, Type = type, Body = body, At = old };
    }

    static Task<int> SetAsideAsync(TestService service) => ReadAsync(service, db => db.Outbox.CountAsync(m => m.SetAsideAt != null));

    static Task<T> ReadAsync<T>(TestService service, Func<EscalationDb, Task<T>> read) => service.Services.GetRequiredService<Database>().ReadAsync(read);

    /// <summary>As another process would: nothing is handed to the relay.</summary>
    static async Task WriteAsync(TestService service, Action<EscalationDb> write)
    {
        await using var db = service.Services.GetRequiredService<Func<EscalationDb>>()();
        write(db);
        await db.SaveChangesAsync();
    }
}
