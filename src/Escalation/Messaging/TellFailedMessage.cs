using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>Stands before the error queue: what goes there is logged, counted, and told by an alert. A failure to tell does not keep it from there.</summary>
sealed class TellFailedMessage(Database database, CurrentOrganization organization, TimeProvider time, ILogger<TellFailedMessage> log) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var queue = context.InputAddress.AbsolutePath.Split('/')[^1];
        log.LogError(context.Exception, "Message {Message} of {Queue} failed for good and goes to the error queue", context.GetMessageId(), queue);
        EscalationMetrics.MessageFailed(queue);
        try
        {
            await database.WriteAsync(db =>
            {
                db.Raise(organization.Now.File, AlertKinds.MessageFailed, time.GetUtcNow(),
                    $"A message failed for good and stands in {BusQueues.ErrorsOf(queue)}: mend what the log says of it, then move it back to {queue}.");
                return Task.CompletedTask;
            });
        }
        catch (Exception e)
        {
            log.LogError(e, "That a message of {Queue} failed could not be told by an alert", queue);
        }
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("tellFailedMessage");
}
