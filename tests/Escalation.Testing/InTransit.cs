using System.Collections.Concurrent;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Testing;

/// <summary>Messages that the bus has taken and that no receiver has committed yet: on a real broker their outbox rows are gone.</summary>
public sealed class InTransit : IPublishObserver
{
    readonly ConcurrentDictionary<Guid, byte> _published = [];

    public static InTransit Of(TestService service)
    {
        var transit = new InTransit();
        service.Services.GetRequiredService<IBusControl>().ConnectPublishObserver(transit);
        return transit;
    }

    public async Task<bool> AnyAsync(EscalationDb db)
    {
        var published = _published.Keys.ToList();
        foreach (var taken in await db.Inbox.Where(m => published.Contains(m.MessageId)).Select(m => m.MessageId).ToListAsync())
            _published.TryRemove(taken, out _);
        return !_published.IsEmpty;
    }

    public Task PrePublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    /// <summary>The row is removed only after this.</summary>
    public Task PostPublish<T>(PublishContext<T> context) where T : class
    {
        _published.TryAdd(context.MessageId!.Value, 0);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
}
