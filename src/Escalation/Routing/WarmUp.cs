using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Routing;

/// <summary>
/// Goes a question's way once, on rows that are never committed, so that the first asker after a start does not wait
/// for code and queries to be compiled (more than a second on a small machine).
/// </summary>
sealed class WarmUp(IServiceScopeFactory scopes, WriterGate gate, ReceivePost receive, CurrentOrganization organization, IBusControl bus, ILogger<WarmUp> log)
    : BackgroundService
{
    static readonly Channel Nowhere = new("warm-up", "none", Settings.None);
    static readonly InboundPost Question = new("warm-up", "Does it work?", new InboundAuthor("warm-up", "warm-up"));

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            // Not before the service is ready: that is waited for, too.
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stopping);
            await GoAsync(stopping);
            // What only the start needed goes back to the system; by itself the heap would keep it for a long time.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogDebug(e, "Warming up failed; the first question does it");
        }
    }

    async Task GoAsync(CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EscalationDb>();
        using var pass = await gate.EnterAsync(stopping);
        await using var neverCommitted = await db.Database.BeginTransactionAsync(stopping);

        await receive.HandleAsync(db, Nowhere, Question, stopping);
        await db.SaveChangesAsync(stopping);
        var conversation = db.Conversations.Local.Single();
        await scope.ServiceProvider.GetRequiredService<ClassifyQuestion>().RunAsync(conversation, stopping);
        await scope.ServiceProvider.GetRequiredService<KeepPromises>().RunAsync(conversation, stopping);
        conversation.Topic ??= organization.Now.File.Topics.FirstOrDefault()?.Name;
        await scope.ServiceProvider.GetRequiredService<AssignQuestion>().RunAsync(conversation, stopping);
        await db.SaveChangesAsync(stopping);
    }
}
